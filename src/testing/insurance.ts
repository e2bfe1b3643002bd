import { type TestInstall, testInstall } from "./install.ts";

/**
 * The spec's company with some of its tree: insurance-division (Insurance Division) with life-insurance and claims,
 * wealth-management with another claims. In life-insurance are teamlead@ (SUBDOMAIN_ADMIN) and dev@ (DEVELOPER, 60 %,
 * primary).
 */
export async function insuranceInstall(options: Parameters<typeof testInstall>[0] = {}): Promise<TestInstall> {
  const install = await testInstall(options);
  await install.withSql(async (sql) => {
    const add = async (name: string, parent: string, displayName = name) => {
      await sql`
        insert into QUAD_domains (name, display_name, parent_domain_id)
        values (${name}, ${displayName}, (select id from QUAD_domains where path = ${parent}))`;
    };
    await add("insurance-division", "/massmutual", "Insurance Division");
    await add("wealth-management", "/massmutual");
    await add("life-insurance", "/massmutual/insurance-division");
    await add("claims", "/massmutual/insurance-division");
    await add("claims", "/massmutual/wealth-management");
    await sql`
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage, is_primary_domain)
      select d.id, m.email, m.role, m.allocation, m.allocation > 0
      from QUAD_domains d,
        (values ('teamlead@massmutual.com', 'SUBDOMAIN_ADMIN', 0), ('dev@massmutual.com', 'DEVELOPER', 60)) m (email, role, allocation)
      where d.name = 'life-insurance'`;
  });
  return install;
}
