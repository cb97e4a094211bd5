import { STATUS_CODES } from 'node:http';
import { type ErrorCode, errorStatus, problemSchema } from '@parley/contracts';
import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { type ProblemExtras, toProblem } from './problem-error.ts';

/** A success response: a schema, a schema with an example, or null for an empty body. */
type Answer = z.ZodType | { schema: z.ZodType; example: unknown; description?: string } | null;

export type OperationInput = {
  tags: readonly string[];
  summary: string;
  description?: string;
  /** True when the route's `preHandler` is `authenticate(…)`. */
  auth?: boolean;
  params?: z.ZodObject;
  querystring?: z.ZodObject;
  body?: z.ZodType;
  /** By status: what the route answers when all is well. Handlers are checked against it, at compile time and at run time. */
  response: Readonly<Record<number, Answer>>;
  /** Codes besides those that follow from `auth` and from having input. */
  errors?: readonly ErrorCode[];
};

type AnswerSchema<A> = A extends z.ZodType ? A : A extends { schema: infer S } ? S : z.ZodUndefined;

/** What Fastify's type provider infers a handler's types from. Problems are thrown, so they are not part of it. */
export type OperationSchema<Input extends OperationInput> = Pick<Input, Extract<keyof Input, 'params' | 'querystring' | 'body'>> & {
  response: { [Status in keyof Input['response']]: AnswerSchema<Input['response'][Status]> };
};

/**
 * A route's schema: validation, types and OpenAPI from one statement.
 *
 *     app.get('/api/v1/users/me', { preHandler: auth, schema: operation({
 *       tags: ['Accounts'], summary: 'Your account', auth: true, response: { 200: accountSchema },
 *     }) }, async (request) => readAccount(request.actor.userId));
 */
export function operation<const Input extends OperationInput>(input: Input): OperationSchema<Input> & FastifySchema {
  const response: Record<string, unknown> = {};
  for (const [status, answer] of Object.entries(input.response)) response[status] = describeAnswer(status, answer);
  for (const [status, codes] of groupByStatus(impliedErrors(input))) response[status] ??= describeProblem(status, codes);
  const { auth, errors: _errors, ...rest } = input;
  // The response is OpenAPI at run time and the plain schemas at compile time; this is the one place that knows both.
  return { ...rest, response, ...(auth ? { security: [{ bearer: [] }] } : {}) } as unknown as OperationSchema<Input> & FastifySchema;
}

function impliedErrors(input: OperationInput): ErrorCode[] {
  const codes: ErrorCode[] = [...(input.errors ?? [])];
  if (input.body || input.params || input.querystring) codes.unshift('validation_failed');
  if (input.body) codes.push('payload_too_large', 'unsupported_media_type');
  if (input.auth) codes.push('unauthenticated', 'token_expired');
  codes.push('unavailable');
  return [...new Set(codes)];
}

function groupByStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  return Map.groupBy(codes, (code) => errorStatus[code]);
}

function describeAnswer(status: string, answer: Answer) {
  const description = STATUS_CODES[status] ?? 'Answer';
  if (answer === null) return { description };
  if (answer instanceof z.ZodType) return { description, content: { 'application/json': { schema: answer } } };
  const { schema, example } = answer;
  return { description: answer.description ?? description, content: { 'application/json': { schema, example } } };
}

/** Of codes whose problems have members of their own. */
const exampleExtras: Partial<Record<ErrorCode, ProblemExtras>> = {
  mfa_required: { mfa_token: 'q0Yk1mJ3nO8sV2xB5dG7hK9pR4tW6zC1eF3iL5oQ7uA', mfa_methods: ['totp', 'passkey', 'recovery_code'] },
};

function describeProblem(status: number, codes: readonly ErrorCode[]) {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: toProblem(code, undefined, undefined, exampleExtras[code]) }]));
  return {
    description: `${STATUS_CODES[status] ?? 'Problem'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { 'application/problem+json': { schema: problemSchema, examples } },
  };
}

/** For routes that state their responses by hand: problem responses for these codes. */
export function errorResponses(codes: readonly ErrorCode[]): Record<number, ReturnType<typeof describeProblem>> {
  return Object.fromEntries([...groupByStatus(codes)].map(([status, group]) => [status, describeProblem(status, group)]));
}
