/** An entry of the trail: what one statement changed in one row. */
export interface Entry {
  readonly id: number;
  readonly at: Date;
  /** The person who is answerable; `platform` for the platform's own writes. */
  readonly actor: string;
  /** The Postgres login, whoever it acted for. */
  readonly login: string;
  /** The person that the owner's connection acted as, where it was told to. */
  readonly actingAs: string | null;
  /** As the client names it. */
  readonly command: string | null;
  readonly action: Action;
  /** In lower case, as in quad_domain_members. */
  readonly table: string;
  readonly rowId: string;
  readonly companyId: string | null;
  readonly domainId: string | null;
  /** The domain's path now, or the last it had. */
  readonly domain: string | null;
  readonly transactionId: number;
  readonly before: Row | null;
  /** `withheld` names fields that lead to secrets and have changed. */
  readonly after: Row | null;
  readonly sealed: boolean;
}

export type Row = Readonly<Record<string, unknown>>;

export const actions = ["insert", "update", "delete", "truncate", "use"] as const;
export type Action = (typeof actions)[number];
