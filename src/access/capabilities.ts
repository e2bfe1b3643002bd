import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";

/** Everything that a role can give (spec, Role Hierarchy), as QUAD_capabilities has it. */
export const capabilities = [
  "approve_request",
  "assign_admin_role",
  "assign_basic_role",
  "assign_quad_admin_role",
  "configure_agents",
  "create_domain",
  "create_root_domain",
  "delete_root_domain",
  "download_agents",
  "invite_user",
  "manage_company",
  "manage_domain_keys",
  "manage_global_keys",
  "manage_own_keys",
  "request_integration",
  "use_agents",
  "view_activity",
  "view_own_workload",
] as const;
export type CapabilityName = (typeof capabilities)[number];

/** A capability, in any case and with hyphens for underscores. Throws a usage error with what comes near. */
export async function findCapability(text: string): Promise<CapabilityName> {
  const wanted = text.trim().toLowerCase().replace(/[- ]/g, "_");
  const found = capabilities.find((one) => one === wanted);
  if (found) return found;
  const near = await nearest(wanted, capabilities, { spellings: (name) => [name, ...name.split("_")], most: 2 });
  throw usage(`${JSON.stringify(shortened(text))} is not a capability.`, {
    hint: [...(near.length > 0 ? [didYouMean(near, "")] : []), "See all of them: quad role show QUAD_ADMIN"],
  });
}
