import type { TestInstall } from "../testing/install.ts";
import { insuranceInstall } from "../testing/insurance.ts";

export const root = "/massmutual";
export const division = `${root}/insurance-division`;
export const life = `${division}/life-insurance`;
export const wealth = `${root}/wealth-management`;

/**
 * The spec's company with director@ (DOMAIN_ADMIN) in insurance-division, john@ (DEVELOPER) in life-insurance and rich@ (DEVELOPER) in
 * wealth-management; the root has a GitHub key, wealth-management another, john@ one of their own.
 */
export async function keyInstall(): Promise<TestInstall> {
  const install = await insuranceInstall();
  await install.withSql(async (sql) => {
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select d.id, m.email || '@massmutual.com', m.role
      from (values (${division}, 'director', 'DOMAIN_ADMIN'), (${life}, 'john', 'DEVELOPER'), (${wealth}, 'rich', 'DEVELOPER'))
        m (path, email, role) join QUAD_domains d using (path)`;
    await sql`insert into QUAD_users (company_id, email) select id, 'john@massmutual.com' from QUAD_companies`;
    await sql`
      insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
      select id, 'github', 'Keys' || path from QUAD_domains where path in (${root}, ${wealth})`;
    await sql`
      insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
      select id, 'github', 'Own/john' from QUAD_users where email = 'john@massmutual.com'`;
  });
  return install;
}
