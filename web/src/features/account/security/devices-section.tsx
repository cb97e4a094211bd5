import type { DeviceSession } from '@parley/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { describeError } from '../../../ui/describe-error.ts';
import { Notice } from '../../../ui/notice.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { Section } from './section.tsx';
import { devicesQuery } from './security-queries.ts';

export function DevicesSection() {
  const queries = useQueryClient();
  const devices = useQuery(devicesQuery);
  const end = useMutation({
    mutationFn: (id: string) => parley.auth.endSession(id),
    onSettled: () => queries.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  });
  const endAll = useMutation({ mutationFn: () => parley.auth.logoutAll() });
  const [isEndingAll, setIsEndingAll] = useState(false);

  return (
    <Section title={texts.security.devices} lead={texts.security.devicesLead}>
      {(devices.error ?? end.error) && <Notice>{describeError(devices.error ?? end.error)}</Notice>}
      {devices.isPending && (
        <Loading>
          <Skeleton className="h-12" />
        </Loading>
      )}
      {devices.data && (
        <ul className="divide-y divide-line">
          {devices.data.items.map((device) => (
            <Device
              key={device.id}
              device={device}
              busy={end.isPending && end.variables === device.id}
              onEnd={() => end.mutate(device.id)}
            />
          ))}
        </ul>
      )}
      <Button look="quietDanger" className="self-start" onClick={() => setIsEndingAll(true)}>
        {texts.security.endAll}
      </Button>
      {isEndingAll && (
        <ConfirmDialog
          title={texts.security.endAll}
          lead={texts.security.endAllLead}
          action={texts.security.endAll}
          busy={endAll.isPending}
          error={endAll.error ? describeError(endAll.error) : undefined}
          onConfirm={() => endAll.mutate()}
          onClose={() => setIsEndingAll(false)}
        />
      )}
    </Section>
  );
}

function Device({ device, busy, onEnd }: { device: DeviceSession; busy: boolean; onEnd(): void }) {
  const name = device.device ?? texts.security.unknownDevice;
  return (
    <li className="flex items-center gap-3 py-3">
      <p className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-sm text-ink-faint">
          {device.address && `${device.address} · `}
          {device.current ? (
            texts.security.thisDevice
          ) : (
            <>
              {texts.security.seen} <RelativeTime at={device.last_seen_at} />
            </>
          )}
        </span>
      </p>
      {!device.current && (
        <Button look="secondary" busy={busy} onClick={onEnd} aria-label={texts.security.endDeviceLabel(name)}>
          {texts.security.endDevice}
        </Button>
      )}
    </li>
  );
}
