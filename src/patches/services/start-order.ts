import type { Project, Yaml } from "../../install/compose/project.ts";

/** Services of a compose file in the order in which they can be started: after those that they depend on. */
export function startOrder(project: Pick<Project, "services">, services: readonly string[]): readonly string[] {
  const order: string[] = [];
  const visit = (service: string, above: readonly string[]) => {
    // A circle is compose's to refuse.
    if (order.includes(service) || above.includes(service)) return;
    for (const other of dependenciesOf(project.services.get(service)?.depends_on)) visit(other, [...above, service]);
    order.push(service);
  };
  for (const service of services) visit(service, []);
  return order.filter((service) => services.includes(service));
}

const dependenciesOf = (value: Yaml | undefined): readonly string[] => {
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string");
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
};
