import { expect, test } from "vitest";
import { runQuad } from "../../testing/install.ts";

/** The spec's mails (Integration Request Workflow, User Flow), from their subject on. Where its bytes are broken, it had an emoji. */
const spec: Readonly<Record<string, string>> = {
  "request-submitted": `Subject: Integration Request: Postman (Acme Corp)

Company: Acme Corp
Requested By: admin@acmecorp.com
Tool: Postman
Category: API Testing
Team Size Needing This: 5 users

Details:
"We use Postman for API testing and want agents to automatically
generate Postman collections from our backend APIs."

Company Info:
- Current Plan: Pro ($99/month)
- Users: 12
- Self-Hosted: Yes (version 1.2.3)

────────────────────────────────────
Reply to this email if you have questions.

QUAD Platform Support
`,
  "request-acknowledged": `Subject: Re: Integration Request: Postman (Acme Corp)

Hi Acme Corp team,

Thanks for requesting Postman integration! We've received your request.

Timeline: 2-4 weeks (depending on API complexity)

We'll send you:
1. Email when we start building (within 5 business days)
2. Email when integration is ready for testing (beta patch)
3. Email when production patch is available

You can check status anytime at:
https://quadframe.work/integrations/requests/postman-1234

Questions? Reply to this email.

Best,
QUAD Platform Support Team
`,
  "request-beta": `Subject: Beta Ready: Postman Integration (Acme Corp)

Hi Acme Corp team,

Great news! Postman integration is ready for beta testing.

How to Install Beta Patch:
────────────────────────────────────
1. Backup your current deployment:
   docker exec quad-platform /scripts/backup.sh

2. Download beta patch:
   wget https://releases.quadframe.work/patches/postman-beta-1.0.tar.gz

3. Apply patch:
   cd /opt/quad-platform
   tar -xzf postman-beta-1.0.tar.gz
   docker-compose restart

4. Verify installation:
   curl http://localhost:3000/api/integrations/postman/health
   → Should return: {"status": "ok"}

5. Configure in UI:
   Settings → Integrations → Postman
   Add your Postman API key

Test Instructions:
────────────────────────────────────
- Try creating a Postman collection from your API
- Verify agents can read/update collections
- Report any bugs by replying to this email

Estimated Testing Time: 3-5 days
────────────────────────────────────

Questions? Reply to this email or join our support Slack:
https://quadframe.work/support-slack

Best,
QUAD Platform Support Team
`,
  "request-feedback": `Subject: Re: Beta Ready: Postman Integration

Hi QUAD team,

We tested the Postman integration. Found 2 issues:

1. Bug: Agent can't read collections with spaces in name
   Example: "User API Tests" fails, "UserAPITests" works

2. Feature Request: Can agent auto-sync collection changes?
   Right now we have to manually click "Refresh" in UI.

Otherwise looks great! Team loves it.

Thanks,
Acme Corp
`,
  "request-beta-fixed": `Subject: Beta v1.1 Ready: Postman Integration (Bug Fixes)

Hi Acme Corp team,

Thanks for the bug reports! We've fixed both issues:

✅ Fixed: Collections with spaces now work
✅ Added: Auto-sync every 30 seconds (configurable)

Updated Beta Patch:
────────────────────────────────────
wget https://releases.quadframe.work/patches/postman-beta-1.1.tar.gz

Apply same way as before. No database changes needed.

Please test again (1-2 days) and let us know if it's ready for production.

Best,
QUAD Platform Support Team
`,
  "request-production": `Subject: Production Patch: Postman Integration v1.0 (Final)

Hi Acme Corp team,

Postman integration is now production-ready! 🎉

Production Patch (Final):
────────────────────────────────────
wget https://releases.quadframe.work/patches/postman-prod-1.0.tar.gz

cd /opt/quad-platform
docker-compose down
tar -xzf postman-prod-1.0.tar.gz
docker-compose up -d

What's Included:
────────────────────────────────────
✅ Postman API integration (read/write collections)
✅ Auto-sync every 30 seconds
✅ Support for collection names with spaces
✅ Agent can generate Postman tests from backend APIs
✅ Full documentation in UI

This integration is now available to all QUAD Platform customers.

Questions? Reply to this email.

Thank you for helping us improve QUAD Platform!

Best,
QUAD Platform Support Team
`,
};

const preview = (line: string, stdin = "") =>
  runQuad(`mail preview ${line}`, { env: { QUAD_HOME: "/nowhere", QUAD_DATABASE_URL: "pg:/nowhere" }, stdin });

test.each(Object.keys(spec))("%s is worded as the spec words it", async (name) => {
  expect(await preview(name)).toEqual({ code: 0, stdout: spec[name], stderr: "" });
});
