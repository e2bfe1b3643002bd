import type { Environment } from "./setting.ts";

/** What a program that quad starts sees of an environment: all of it but the master password of the vault, which is nobody's but quad's. */
export const childEnvironment = ({ QUAD_VAULT_PASSWORD: _, ...rest }: Environment): NodeJS.ProcessEnv =>
  rest as NodeJS.ProcessEnv;
