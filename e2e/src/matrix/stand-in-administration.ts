import { isAdministratorRpc, recordAuditRpc } from '@parley/contracts';
import { connectNats, RpcError, requestRpc, serveRpc } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import type { Stack } from '@parley/testing';

/** Where `auth` does not tell who an administrator is, this does. It steps back from an `auth` that answers. */
export async function standInForAdministration({ nats: { url } }: Stack, administratorId: string): Promise<() => Promise<void>> {
  const nats = await connectNats({ url, name: 'matrix', log: createLogger({ service: 'matrix', level: 'silent' }) });
  const answers = await requestRpc(nats, isAdministratorRpc, {
    user_id: isAdministratorRpc.request.parse({ user_id: administratorId }).user_id,
  })
    .then(() => true)
    .catch((error: unknown) => !(error instanceof RpcError && error.code === 'unavailable'));
  const served = answers
    ? []
    : [
        await serveRpc(nats, isAdministratorRpc, async ({ user_id }) => ({ administrator: user_id === administratorId })),
        await serveRpc(nats, recordAuditRpc, async () => ({})),
      ];
  return async () => {
    await Promise.all(served.map((one) => one.stop()));
    await nats.close();
  };
}
