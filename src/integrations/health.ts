import { notFound, unreachable } from "../errors.ts";
import { readProject } from "../install/compose/project.ts";
import { askHealth, serviceUrl } from "../install/service-health.ts";
import type { Environment } from "../install/setting.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { findIntegration } from "./list.ts";

/** What the platform is asked of an integration, and what it should answer. */
export interface HealthCheck {
  readonly name: string;
  /** On the platform, as in /api/integrations/postman/health. */
  readonly path: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** What the platform answered. */
export interface IntegrationHealth {
  readonly name: string;
  readonly health: "healthy" | "unhealthy" | "unreachable";
  readonly url: string;
  /** The status and the beginning of the answer, or why there is none. */
  readonly said: string;
  readonly expected: HealthCheck["expected"];
}

/** What is to be asked: of one integration by its name, or of all that somebody has on. Throws not found. */
export async function healthChecks(sql: Sql, reference: string | undefined): Promise<readonly HealthCheck[]> {
  const one = reference === undefined ? undefined : await findIntegration(sql, null, reference);
  return sql<HealthCheck[]>`
    select i.name, i.health_path as path, i.health_expected as expected from QUAD_integrations i
    where ${
      one
        ? sql`i.name = ${one.name}`
        : sql`exists (
            select from QUAD_companies c, quad_integration_switches(c.id) s where s.integration = i.name and s.is_enabled)`
    }
    order by i.position`;
}

// spec, Step 6: "curl http://localhost:3000/api/integrations/postman/health", and "docker exec quad-platform".
export const platformService = "quad-platform";
const platformPort = 3000;

/**
 * Where the platform of an install is reached, by its service in the compose file. Throws unreachable where there is none, or docker does
 * not tell, and not found for a service that there is not.
 */
export async function platformUrl(home: string, environment: Environment, service: string): Promise<string> {
  const project = await readProject(home, environment);
  const hint = `Say where the platform is: --url http://localhost:${platformPort}`;
  if (!project)
    throw unreachable(`There is no compose file in ${home}, which would say where the platform is.`, { hint });
  if (!project.services.has(service)) {
    throw notFound(`The compose file in ${home} has no service ${shortened(service)}.`, {
      hint: [`Name the platform's: --service NAME (there is ${[...project.services.keys()].join(", ")})`, hint],
    });
  }
  return serviceUrl(home, environment, service, platformPort);
}

/** Asks the platform, all at once; of each waits for at most so many seconds. */
export async function askIntegrations(
  checks: readonly HealthCheck[],
  base: string,
  seconds: number,
): Promise<readonly IntegrationHealth[]> {
  return Promise.all(
    checks.map(async ({ name, path, expected }) => {
      const url = `${base.replace(/\/+$/, "")}${path}`;
      const { fits, reached, said } = await askHealth(url, expected, seconds * 1000);
      return { name, health: fits ? "healthy" : reached ? "unhealthy" : "unreachable", url, said, expected } as const;
    }),
  );
}
