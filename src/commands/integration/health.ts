import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode, usage } from "../../errors.ts";
import {
  askIntegrations,
  healthChecks,
  type IntegrationHealth,
  platformService,
  platformUrl,
} from "../../integrations/health.ts";
import { renderHealth } from "../../integrations/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseSpan } from "../../values/moment.ts";
import { parseWebAddress } from "../../values/web-address.ts";

interface Flags {
  all?: boolean;
  url?: string;
  service: string;
  timeout: number;
}

export const integrationHealth = (ctx: Context): Command =>
  new Command("health")
    .summary("whether an integration works, by the platform's own word")
    .description(
      "Asks the platform whether an integration works, at its own endpoint. Exit code 8 where it says no, 6 where nobody answers.",
    )
    .argument("[integration]", "its name, such as postman")
    .option("--all", "every one that a company has on")
    .option(
      "--url <url>",
      "where the platform is (default: its service's container, by the compose file)",
      parseWebAddress,
    )
    .option("--service <service>", "the platform's service in the compose file", platformService)
    .addOption(
      new Option("--timeout <span>", "how long to wait for an answer").argParser(parseTimeout).default(5, "5s"),
    )
    .addHelpText("after", examples("quad integration health postman", "quad integration health --all --timeout 2s"))
    .action(async (reference: string | undefined, { all = false, url, service, timeout }: Flags) => {
      if ((reference === undefined) !== all) {
        throw usage(all ? "An integration is named, and all of them are too." : "Missing: which integration.", {
          hint: "Name one, or say --all.",
        });
      }
      const checks = await ctx.withDb((sql) => healthChecks(sql, reference));
      const home = (await ctx.install()).home.value;
      const answers = await ctx.output.progress("Asking the platform …", async () =>
        checks.length === 0
          ? []
          : askIntegrations(checks, url ?? (await platformUrl(home, ctx.environment, service)), timeout),
      );
      const none = checks.length === 0;
      if (none) ctx.output.note("No integration is switched on: quad integration list");
      await ctx.output.result(answers, none ? () => "" : renderHealth, exitCodeOf(answers));
    });

/** A no weighs more than no answer. */
function exitCodeOf(answers: readonly IntegrationHealth[]): ExitCode {
  if (answers.some(({ health }) => health === "unhealthy")) return ExitCode.needsAttention;
  return answers.some(({ health }) => health === "unreachable") ? ExitCode.unreachable : ExitCode.done;
}

function parseTimeout(text: string): number {
  const seconds = parseSpan(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw usage("A timeout is between one second and an hour.", { hint: "As in --timeout 5s." });
}
