import { counted, type Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Initialised } from "./create.ts";
import type { Company } from "./find.ts";

export const renderInitialised = ({ created, model, company, root, admin }: Initialised, { paint }: Style): string =>
  created
    ? `${paint.good("Ready:")} ${company.name}, root ${paint.bold(root)}, administered by ${admin} (${model}, ${company.plan} plan).`
    : `Nothing to do: ${company.name}, root ${root}, is initialised already (${model}, ${company.plan} plan).`;

const seats = ({ people, seatLimit }: Pick<Company, "people" | "seatLimit">): string =>
  seatLimit === null ? `${people}` : `${people} of ${seatLimit}`;

export const renderCompanies = (companies: readonly Company[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "name", value: ({ name }) => name },
      { title: "root", value: ({ roots }) => roots.join(",") },
      { title: "plan", value: ({ plan }) => plan },
      { title: "people", value: seats, align: "right" },
      { title: "size", value: ({ size }) => size ?? "" },
      { title: "admin", value: ({ adminEmail }) => adminEmail },
    ],
    companies,
  );

export const renderCompany = (company: Company, { paint }: Style): string =>
  [
    paint.bold(company.name),
    `  id      ${company.id}`,
    `  ${company.roots.length === 1 ? "root " : "roots"}   ${company.roots.join(", ") || "none"}`,
    `  plan    ${company.plan} (${company.seatLimit === null ? counted(company.people, "person", "people") : `${seats(company)} seats taken`})`,
    `  size    ${company.size ?? "not set"}`,
    `  admin   ${company.adminEmail}`,
    `  keys    ${company.countsKeyUses ? "uses are counted" : "uses are not counted"}`,
  ].join("\n");
