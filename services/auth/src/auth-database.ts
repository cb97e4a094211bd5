import type { EventStoreTables } from '@parley/event-store';
import type { Generated, Kysely } from 'kysely';

/** Tables of the auth database, as `migrations/` made them. */
export type AuthTables = EventStoreTables & {
  accounts: {
    user_id: string;
    username: string;
    display_name: string;
    display_name_key: string;
    email: string;
    role: 'user' | 'admin';
    avatar_url: string | null;
    bio: string | null;
    status_text: string | null;
    created_at: Date;
    suspended_at: Date | null;
  };
  sessions: {
    session_id: string;
    user_id: string;
    started_at: Date;
    expires_at: Date;
    address: string | null;
    user_agent: string | null;
    ended_at: Date | null;
    end_reason: string | null;
  };
  credentials: { user_id: string; password_hash: string; changed_at: Date };
  refresh_tokens: {
    token_hash: Buffer;
    session_id: string;
    issued_at: Date;
    replaced_at: Date | null;
    sealed_successor: Buffer | null;
  };
  mails_due: {
    mail_id: string;
    kind: 'password_reset' | 'password_changed';
    email: string;
    created_at: Date;
    due_at: Date;
    attempts: Generated<number>;
  };
  password_resets: { token_hash: Buffer; user_id: string; created_at: Date; expires_at: Date };
  audit_log: {
    seq: number;
    at: Date;
    actor_id: string;
    action: string;
    target_type: 'user' | 'room' | 'message' | 'system';
    target_id: string | null;
    /** JSON text on the way in, parsed on the way out. */
    detail: unknown;
  };
  erasure_tasks: { user_id: string; task: 'presence' | 'broker' | 'redis'; created_at: Date; due_at: Date; attempts: Generated<number> };
  signing_keys: {
    kid: string;
    /** JSON text on the way in, parsed on the way out. */
    public_jwk: unknown;
    private_jwk: unknown;
    created_at: Date;
    signs_from: Date;
    retired_at: Date | null;
  };
};

export type AuthDatabase = Kysely<AuthTables>;
