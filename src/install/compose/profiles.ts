import { asEntries, type Project } from "./project.ts";

/** The services that compose leaves alone unless somebody names them: those of profiles, of which `COMPOSE_PROFILES` enables none. */
export function dormantServices({ services, lookup }: Pick<Project, "services" | "lookup">): readonly string[] {
  const enabled = (lookup("COMPOSE_PROFILES")?.value ?? "").split(",").map((profile) => profile.trim());
  if (enabled.includes("*")) return [];
  return [...services].flatMap(([name, service]) => {
    const profiles = asEntries(service.profiles);
    return profiles.length === 0 || profiles.some((profile) => enabled.includes(String(profile))) ? [] : [name];
  });
}
