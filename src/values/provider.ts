import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The name of a tool that keys are for, such as github or jira-cloud, in small letters. Throws a usage error. */
export function parseProvider(text: string): string {
  const provider = text.trim().toLowerCase();
  if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(provider) && provider.length <= 63) return provider;
  throw usage(`${JSON.stringify(shortened(text))} is not the name of a tool, such as github, jira or aws-prod.`);
}
