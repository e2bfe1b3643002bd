/** What a mail is told in: words, figures, and lists of them. */
export type Value = string | number | boolean | readonly (string | Data)[];
export interface Data {
  readonly [key: string]: Value;
}

/** A kind of mail. Its name and its keys are what others write into QUAD_outbox, and what templates of an install use. */
export interface Shape {
  /** Data as it may be, with every key. */
  readonly sample: Data;
  /** Keys that may be missing. */
  readonly optional?: readonly string[];
  /** What stands for a key that is missing. */
  readonly defaults?: Data;
  /** Keys that may have several lines, `LIST.KEY` those of a list, and at how many characters they are broken. */
  readonly lines?: Readonly<Record<string, number>>;
  /** What follows from the rest, for templates. */
  readonly derive?: (data: Data) => Data;
}

const releases = { releasesUrl: "https://releases.quadframe.work/patches" };
const trackingUrl = "https://quadframe.work/integrations/requests/postman-1234";
const postman = { tool: "Postman", company: "Acme Corp" };

/** Every kind there is; the samples are the spec's where it has one (Integration Request Workflow, User Flow). */
export const shapes: Readonly<Record<string, Shape>> = {
  "request-submitted": {
    sample: {
      ...postman,
      requestedBy: "admin@acmecorp.com",
      category: "API Testing",
      teamSize: 5,
      details:
        "We use Postman for API testing and want agents to automatically generate Postman collections from our backend APIs.",
      plan: "Pro ($99/month)",
      users: 12,
      selfHosted: "Yes (version 1.2.3)",
    },
    optional: ["details", "teamSize"],
    lines: { details: 71 },
    derive: ({ teamSize }) => ({ oneUser: Number(teamSize) === 1 }),
  },
  "request-acknowledged": {
    sample: {
      ...postman,
      timeline: "2-4 weeks (depending on API complexity)",
      startWithin: "5 business days",
      trackingUrl,
    },
    optional: ["startWithin"],
  },
  "request-started": {
    sample: { ...postman, betaBy: "Jan 20, 2026", productionBy: "Jan 30, 2026", trackingUrl },
    optional: ["betaBy", "productionBy"],
    derive: ({ betaBy, productionBy }) => ({ dates: Boolean(betaBy || productionBy) }),
  },
  "request-assigned": { sample: { ...postman, engineer: "Jane Doe", trackingUrl } },
  "request-estimated": {
    sample: { ...postman, effort: "1-2 weeks", readyOn: "Jan 30, 2026", trackingUrl },
    optional: ["effort", "readyOn"],
  },
  "request-beta": {
    sample: {
      ...postman,
      ...releases,
      patch: "postman-beta-1.0",
      integration: "postman",
      keyName: "Postman API key",
      tests: [
        "Try creating a Postman collection from your API",
        "Verify agents can read/update collections",
        "Report any bugs by replying to this email",
      ],
      testingTime: "3-5 days",
    },
    defaults: releases,
  },
  "request-beta-fixed": {
    sample: {
      ...postman,
      ...releases,
      version: "1.1",
      intro: "We've fixed both issues:",
      fixes: [
        { verb: "Fixed", text: "Collections with spaces now work" },
        { verb: "Added", text: "Auto-sync every 30 seconds (configurable)" },
      ],
      patch: "postman-beta-1.1",
      databaseChanges: false,
      databaseUnknown: false,
      testingTime: "1-2 days",
    },
    defaults: { ...releases, databaseUnknown: false },
  },
  "request-production": {
    sample: {
      ...postman,
      ...releases,
      version: "1.0",
      patch: "postman-prod-1.0",
      included: [
        "Postman API integration (read/write collections)",
        "Auto-sync every 30 seconds",
        "Support for collection names with spaces",
        "Agent can generate Postman tests from backend APIs",
        "Full documentation in UI",
      ],
    },
    defaults: releases,
  },
  "request-rejected": {
    sample: { ...postman, reason: "The tool has no API that an integration could use." },
    lines: { reason: 76 },
  },
  "request-withdrawn": {
    sample: { ...postman, requestedBy: "admin@acmecorp.com", reason: "We have moved to another tool." },
    optional: ["reason"],
    lines: { reason: 76 },
  },
  "request-address": {
    sample: { ...postman, former: "admin@acmecorp.com", requestedBy: "head@acmecorp.com" },
  },
  "request-comment": {
    sample: { ...postman, author: "admin@acmecorp.com", comment: "Our trial ends in March.", trackingUrl },
    optional: ["trackingUrl"],
    lines: { comment: 76 },
  },
  "request-votes": {
    sample: { ...postman, votes: 3, trackingUrl },
    optional: ["trackingUrl"],
    derive: ({ votes }) => ({ voted: Number(votes) === 1 ? "1 person has" : `${Number(votes) || "no"} people have` }),
  },
  "request-feedback": {
    sample: {
      ...postman,
      issues: [
        {
          kind: "Bug",
          text: 'Agent can\'t read collections with spaces in name\nExample: "User API Tests" fails, "UserAPITests" works',
        },
        {
          kind: "Feature Request",
          text: 'Can agent auto-sync collection changes?\nRight now we have to manually click "Refresh" in UI.',
        },
      ],
      first: 1,
      remark: "Otherwise looks great! Team loves it.",
    },
    optional: ["remark"],
    defaults: { first: 1 },
    lines: { remark: 76, "issues.text": 66 },
    derive: ({ issues, first }) => ({
      found: count(issues),
      issues: asMaps(issues).map((issue, i) => ({
        ...issue,
        number: i + Number(first),
        text: String(issue.text).replaceAll("\n", `\n${" ".repeat(`${i + Number(first)}. `.length)}`),
      })),
    }),
  },
  "request-expedited": { sample: { ...postman, companies: 5, timeline: "1-2 weeks", trackingUrl } },
  "workload-overload": {
    sample: {
      person: "dev@massmutual.com",
      domain: "/massmutual/insurance-division",
      domainName: "Insurance Division",
      date: "2026-01-31",
      scope: "domain",
      capacity: 120,
      tickets: 6,
      branches: 3,
      points: 40,
      allocation: 50,
      run: ["quad workload explain dev@massmutual.com", "quad workload suggest --domain massmutual/insurance-division"],
    },
    derive: ({ scope }) => ({ inTotal: scope === "total" }),
  },
  test: { sample: { server: "smtp://mail.example.com:587", host: "quad.example.com" } },
};

const asMaps = (list: Value | undefined): readonly Data[] =>
  Array.isArray(list) ? list.filter((one): one is Data => typeof one === "object") : [];

const count = (list: Value | undefined): string => {
  const n = asMaps(list).length;
  return `${n} ${n === 1 ? "issue" : "issues"}`;
};
