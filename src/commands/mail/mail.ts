import { Command } from "commander";
import type { Context } from "../../context.ts";
import { mailDrop, mailRetry } from "./decide.ts";
import { mailFlush } from "./flush.ts";
import { mailList } from "./list.ts";
import { mailPreview } from "./preview.ts";
import { mailPrune } from "./prune.ts";
import { mailShow } from "./show.ts";
import { mailTest } from "./test.ts";

export const mailCommand = (ctx: Context): Command =>
  new Command("mail")
    .description("What is to be told to people: what waits, what went out, and what could not be delivered.")
    .addCommand(mailFlush(ctx))
    .addCommand(mailList(ctx))
    .addCommand(mailShow(ctx))
    .addCommand(mailRetry(ctx))
    .addCommand(mailDrop(ctx))
    .addCommand(mailPrune(ctx))
    .addCommand(mailPreview(ctx))
    .addCommand(mailTest(ctx));
