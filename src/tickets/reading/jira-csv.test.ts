import { expect, test } from "vitest";
import { reading } from "./reading.testing.ts";

test("what Jira exports is read", async () => {
  const { rows, problems, columns } = await reading(
    "jira-csv",
    `Summary,Issue key,Issue id,Parent id,Issue Type,Status,Project key,Assignee,Assignee Id,Created,Resolved,Sprint,Sprint,Comment,Comment,Custom field (Story Points),Status Category
"Import, ""all"" of it",QUAD-7,10007,,Story,In Review,QUAD,Ada Lovelace,5b10,12/Mar/24 3:04 PM,,S1,S2,"12/Mar/24;ada;done
yet?",,5.0,In Progress
Ship it,QUAD-8,10008,10007,Story,Released,QUAD,Unassigned,,2024-03-12 15:04,13/Mar/2024 09:00,,,,,,Done
Later,QUAD-9,10009,,Story,Idea,QUAD,,,12/März/24 15:04,,,,,,,To Do
`,
  );
  expect(columns).toEqual({
    key: "Issue key",
    title: "Summary",
    assignee: "Assignee",
    category: "Status Category",
    status: "Status",
    points: "Custom field (Story Points)",
    opened: "Created",
    closed: "Resolved",
  });
  expect(rows).toEqual([
    {
      line: 2,
      key: "QUAD-7",
      provider: "jira",
      title: 'Import, "all" of it',
      assignee: "Ada Lovelace",
      category: "in_progress",
      status: "In Review",
      storyPoints: 5,
      openedAt: new Date(2024, 2, 12, 15, 4),
      closedAt: null,
    },
    {
      line: 4,
      key: "QUAD-8",
      provider: "jira",
      title: "Ship it",
      assignee: null,
      category: "done",
      status: "Released",
      storyPoints: null,
      openedAt: new Date(2024, 2, 12, 15, 4),
      closedAt: new Date(2024, 2, 13, 9, 0),
    },
  ]);
  expect(problems).toEqual([
    '5: "12/März/24 15:04" is no time of a ticket. Expected is 2024-03-12, 2024-03-12T15:04Z, 12/Mar/24 3:04 PM or 12/Mar/2024 15:04.',
  ]);
});

test("an issue's id is not its key", async () => {
  const { problems } = await reading("jira-csv", "Summary,Issue id\nx,10007\n");
  expect(problems[0]).toMatch(/^1: No column has the key of a ticket; there are Summary, Issue id\./);
});
