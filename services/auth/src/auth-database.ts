import type { EventStoreTables } from '@parley/event-store';
import type { ColumnType, Generated, Kysely } from 'kysely';

/** Tables of the auth database, as `migrations/` made them. */
export type AuthTables = EventStoreTables & {
  accounts: {
    user_id: string;
    username: string;
    display_name: string;
    display_name_key: string;
    email: string;
    email_verified: boolean;
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
    replaced_by_request: Generated<Buffer | null>;
  };
  mails_due: {
    mail_id: string;
    kind:
      | 'password_reset'
      | 'password_changed'
      | 'email_verification'
      | 'new_device'
      | 'mfa_enabled'
      | 'mfa_disabled'
      | 'passkey_added'
      | 'passkey_removed'
      | 'recovery_codes_replaced';
    email: string;
    device: string | null;
    created_at: Date;
    due_at: Date;
    attempts: Generated<number>;
  };
  known_devices: { user_id: string; mark: Buffer; last_sign_in_at: Date };
  session_sightings: { session_id: string; last_seen_at: Date };
  linked_identities: {
    issuer: string;
    subject: string;
    user_id: string;
    provider: string;
    linked_at: Date;
    last_used_at: Date;
  };
  password_resets: { token_hash: Buffer; user_id: string; created_at: Date; expires_at: Date };
  email_verifications: { token_hash: Buffer; user_id: string; created_at: Date; expires_at: Date };
  secret_keys: { key_id: string; secret: Buffer; created_at: Date };
  totp_secrets: {
    user_id: string;
    sealed_secret: Buffer;
    key_id: string;
    created_at: Date;
    confirmed_at: Date | null;
    /** The latest 30 seconds whose code was used. */
    last_step: number | null;
  };
  recovery_codes: { user_id: string; code_hash: Buffer; created_at: Date; used_at: Date | null };
  passkeys: {
    passkey_id: string;
    user_id: string;
    credential_id: string;
    public_key: Buffer;
    /** 64 bits come as text. */
    sign_count: ColumnType<string, number, number>;
    transports: string[];
    name: string;
    created_at: Date;
    last_used_at: Date | null;
  };
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
