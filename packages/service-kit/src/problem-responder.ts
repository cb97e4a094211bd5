import { type ErrorCode, errorStatus, isErrorCode } from '@parley/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestValidationError, ResponseSerializationError } from 'fastify-zod-openapi';
import { type FieldError, ProblemError, toProblem } from './problem-error.ts';
import { isUnreachable } from './unreachable.ts';

const codeOfStatus: Record<number, ErrorCode> = {
  400: 'validation_failed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'not_found',
  415: 'unsupported_media_type',
  422: 'unprocessable',
  429: 'too_many_requests',
  503: 'unavailable',
};

/** The one place where an error becomes an answer. Every 5xx is logged here, with its cause, and answered without it. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblemError(error);
  const status = errorStatus[problem.code];
  if (status >= 500) {
    const level = status === 503 ? 'warn' : 'error';
    request.log[level]({ err: error, issues: serializationIssues(error), route: request.routeOptions?.url }, 'request failed');
  }
  return sendProblem(reply, problem);
}

/** A string is sent as it is, past any response schema of the route. */
export function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
  return reply
    .code(errorStatus[problem.code])
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(problem.code, problem.detail, problem.errors, problem.extras)));
}

/**
 * Any error → the problem that tells it. Errors of other packages that carry one of our codes (an RPC's refusal) keep it.
 */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof Error)) return new ProblemError('internal');
  const fields = fieldErrors(error);
  if (fields) return new ProblemError('validation_failed', undefined, { errors: fields });
  const code = 'code' in error ? error.code : undefined;
  if (isErrorCode(code)) {
    return new ProblemError(code, error.message, errorStatus[code] === 503 ? { retryAfterSeconds: 1, cause: error } : { cause: error });
  }
  if (isUnreachable(error)) return new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const known = codeOfStatus[status] ?? (status >= 400 && status < 500 ? 'validation_failed' : 'internal');
  // Only the body parser's own texts are passed on: they name what is wrong with the body and repeat none of it.
  return new ProblemError(known, typeof code === 'string' && code.startsWith('FST_ERR_CTP_') ? error.message : undefined);
}

function fieldErrors(error: Error): FieldError[] | undefined {
  if (!('validation' in error) || !Array.isArray(error.validation)) return undefined;
  const context = 'validationContext' in error ? String(error.validationContext) : 'body';
  const root = context === 'querystring' ? 'query' : context;
  return error.validation.map((issue: unknown) =>
    issue instanceof RequestValidationError
      ? { path: [root, ...issue.params.issue.path.map(String)].join('.'), message: issue.message }
      : { path: root, message: 'is not valid' },
  );
}

/** Paths only: the values are somebody's data. */
function serializationIssues(error: unknown): string[] | undefined {
  if (!(error instanceof ResponseSerializationError)) return undefined;
  return error.cause.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.code}`);
}
