import { onTestFinished } from "vitest";
import type { Run, TestInstall } from "./install.ts";

/** A name for a login that no other test has: roles are the whole server's. What is left of it goes with the test. */
export function loginName({ withSql }: TestInstall, ending = ""): string {
  const name = `person${Math.random().toString(36).slice(2)}${ending}`;
  onTestFinished(async () => {
    await withSql((sql) => sql.unsafe(`drop role if exists "${name}"`));
  });
  return name;
}

/** A person's own login: its name, and how it runs quad. */
export interface PersonalLogin {
  readonly login: string;
  readonly password: string;
  readonly url: string;
  quad(line: string | readonly string[]): Promise<Run>;
}

/** Gives a member of the test's company a login of their own. */
export async function personalLogin(install: TestInstall, email: string): Promise<PersonalLogin> {
  const login = loginName(install);
  const { password, url } = await install.json(`access grant ${email} --login ${login}`);
  return { login, password, url, quad: (line) => install.quad(line, { env: { QUAD_DATABASE_URL: url } }) };
}
