import { Command } from "commander";
import type { Context } from "../../context.ts";
import { requestComment } from "./comment.ts";
import { requestFeedback } from "./feedback.ts";
import { requestList } from "./list.ts";
import { requestPublish } from "./publish.ts";
import { requestReceive } from "./receive.ts";
import { requestRefresh } from "./refresh.ts";
import { requestShow } from "./show.ts";
import { requestSla } from "./sla.ts";
import { requestStatsCommand } from "./stats.ts";
import { requestSubmit } from "./submit.ts";
import {
  requestAck,
  requestAssign,
  requestBeta,
  requestEstimate,
  requestReject,
  requestRelease,
  requestStart,
} from "./team.ts";
import { requestTicket } from "./ticket.ts";
import { requestTriage } from "./triage.ts";
import { requestUnvote, requestVote } from "./vote.ts";
import { requestWithdraw } from "./withdraw.ts";

export const requestCommand = (ctx: Context): Command =>
  new Command("request")
    .description(
      "Requests for integrations: asking for one, and seeing how far it is; and the side of the team that builds them.",
    )
    .addCommand(requestSubmit(ctx))
    .addCommand(requestList(ctx))
    .addCommand(requestShow(ctx))
    .addCommand(requestRefresh(ctx))
    .addCommand(requestComment(ctx))
    .addCommand(requestVote(ctx))
    .addCommand(requestUnvote(ctx))
    .addCommand(requestFeedback(ctx))
    .addCommand(requestWithdraw(ctx))
    .addCommand(requestSla(ctx))
    .addCommand(requestStatsCommand(ctx))
    .addCommand(requestReceive(ctx))
    .addCommand(requestTriage(ctx))
    .addCommand(requestTicket(ctx))
    .addCommand(requestAck(ctx))
    .addCommand(requestAssign(ctx))
    .addCommand(requestEstimate(ctx))
    .addCommand(requestStart(ctx))
    .addCommand(requestBeta(ctx))
    .addCommand(requestRelease(ctx))
    .addCommand(requestReject(ctx))
    .addCommand(requestPublish(ctx));
