/** A step of the demo: what is about to happen, and the command line that does it. */
export interface Step {
  readonly about: string;
  readonly line: readonly string[];
  /** The exit code it ends with, where the point is a refusal. */
  readonly refused?: number;
  /** What it reads from its standard input. */
  readonly stdin?: string;
}

const quad = (about: string, line: string, refused?: number): Step => ({
  about,
  line: [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ""),
  ...(refused !== undefined && { refused }),
});

/** A quarter's end in legacy: two people, one of whom has all of it on their desk. */
const tickets = [
  "key,title,status,assignee,points",
  ...Array.from(
    { length: 11 },
    (_, i) => `JIRA-${i + 1},Move policy batch ${i + 1} off the mainframe,In Progress,shared-dev@massmutual.com,5`,
  ),
  "JIRA-20,Archive the old forms,To Do,legacy-dev@massmutual.com,2",
  "JIRA-21,Retire the fax gateway,Done,legacy-dev@massmutual.com,3",
].join("\n");

const branches = ["main", "feature/JIRA-1-policy-batch", "jira-20_old_forms", "fix-typo"].join("\n");

/** The spec's Mass Mutual (User Journey Examples 1 and 3), told in commands. */
export const story: readonly Step[] = [
  quad(
    "The install: company, root domain and administrator.",
    "init --company 'Massachusetts Mutual Life Insurance' --root massmutual --display-name 'Mass Mutual' --admin it-admin@massmutual.com --size enterprise",
  ),
  quad(
    "A director's division, and a team lead's sub-domain in it.",
    "domain create insurance-division --parent massmutual --display-name 'Insurance Division' --admin director@massmutual.com",
  ),
  quad(
    "",
    "domain create life-insurance --parent insurance-division --display-name 'Life Insurance' --admin teamlead@massmutual.com",
  ),
  quad("", "domain create annuities --parent insurance-division --display-name Annuities"),
  quad("", "domain create disability --parent insurance-division --display-name Disability"),
  quad("", "domain create wealth-management --parent massmutual --display-name 'Wealth Management'"),
  quad("", "domain create retirement --parent wealth-management --display-name Retirement"),
  quad("", "domain create investments --parent wealth-management --display-name Investments"),
  quad("", "domain create legacy --parent massmutual --display-name Legacy"),
  quad(
    "A developer joins a team with all of their time.",
    "member add dev@massmutual.com --domain life-insurance --role developer --allocation 100",
  ),
  quad(
    "Another is shared by three projects: 50 + 30 + 20.",
    "member add shared-dev@massmutual.com --domain insurance-division --role developer --allocation 50 --primary",
  ),
  quad("", "member add shared-dev@massmutual.com --domain wealth-management --role developer --allocation 30"),
  quad("", "member add shared-dev@massmutual.com --domain legacy --role developer --allocation 20"),
  quad("The tree, and who is where.", "domain tree"),
  quad("", "member allocation"),
  quad(
    "Nobody can be above 100 %: Postgres refuses, whoever asks.",
    "member add shared-dev@massmutual.com --domain retirement --role developer --allocation 10",
    5,
  ),
  quad("The free plan holds five people.", "member add sixth@massmutual.com --domain legacy --role qa", 5),
  quad("", "company set --plan pro"),
  quad("", "member invite sixth@massmutual.com --domain legacy --role qa"),
  quad("Moving a domain takes everything below it along.", "domain move annuities --to wealth-management"),
  quad("What a role can do, and what it cannot.", "role show SUBDOMAIN_ADMIN"),
  quad(
    "A director works in their division, with the rights of their role …",
    "domain create claims --parent insurance-division --as director@massmutual.com",
  ),
  quad(
    "… and not above it: Postgres refuses, also to psql, and says whom to ask.",
    "domain create treasury --parent massmutual --as director@massmutual.com",
    3,
  ),
  quad("", "access can-i create_domain --domain massmutual --as director@massmutual.com --explain", 3),
  quad(
    "What one may not do, one can ask for.",
    "domain create underwriting --parent insurance-division --ask --as teamlead@massmutual.com",
  ),
  quad("", "approval list --as director@massmutual.com"),
  quad(
    "Which integration key applies: the person's own, else the nearest domain's. Only its path is here; the key stays in Vaultwarden.",
    "key set github --path Engineering/GitHub#token --domain massmutual",
  ),
  quad("", "key set github --path Wealth/GitHub#token --domain wealth-management"),
  quad("", "key set github --path Own/GitHub#token --user shared-dev@massmutual.com"),
  quad("", "key resolve github --user shared-dev@massmutual.com --domain wealth-management --explain"),
  quad("", "key matrix"),
  quad(
    "Tickets come from CSV, JSON or Jira's export …",
    "member add legacy-dev@massmutual.com --domain legacy --role developer --allocation 40",
  ),
  { ...quad("", "ticket import - --from csv --domain legacy"), stdin: tickets },
  {
    ...quad(
      "… and branches from git, with the ticket in their names.",
      "branch scan --stdin --repo policy-core --domain legacy",
    ),
    stdin: branches,
  },
  quad("", "branch list"),
  quad(
    "The nightly snapshot, and what it shows in the morning: who is overloaded, why, and what would help.",
    "workload snapshot",
  ),
  quad("", "workload report --domain massmutual"),
  quad("", "workload explain shared-dev@massmutual.com --domain legacy"),
  quad("", "workload suggest --domain legacy"),
  quad("Every change is on record: who, on whose behalf, with which command.", "audit list --limit 6"),
];
