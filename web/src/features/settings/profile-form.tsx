import type { Account } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Values = { display_name: string; bio: string; status_text: string };

export function ProfileForm({ viewer }: { viewer: Account }) {
  const { display_name, bio, status_text } = viewer;
  const defaultValues = { display_name, bio: bio ?? '', status_text: status_text ?? '' };
  const { register, handleSubmit, reset, formState } = useForm<Values>({ defaultValues });
  const [outcome, setOutcome] = useState<{ failure?: string }>();
  const { errors, isSubmitting, isDirty } = formState;

  const save = handleSubmit(async (values) => {
    setOutcome(undefined);
    try {
      const changes = {
        display_name: values.display_name.trim(),
        bio: values.bio.trim() || null,
        status_text: values.status_text.trim() || null,
      };
      await parley.users.updateMe(changes);
      reset(values);
      setOutcome({});
    } catch (error) {
      setOutcome({ failure: describeError(error) });
    }
  });

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      {outcome?.failure && <Notice>{outcome.failure}</Notice>}
      <TextField
        label={texts.account.displayName}
        hint={texts.account.displayNameHint}
        maxLength={limits.displayNameMax}
        error={errors.display_name?.message}
        {...register('display_name', { validate: (value) => value.trim() !== '' || texts.account.errors.required })}
      />
      <TextField label={texts.settings.bio} maxLength={limits.bioMax} {...register('bio')} />
      <TextField
        label={texts.settings.status}
        hint={texts.settings.statusHint}
        maxLength={limits.statusTextMax}
        {...register('status_text')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={isSubmitting}>
          {texts.settings.save}
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {outcome !== undefined && outcome.failure === undefined && !isDirty ? texts.settings.saved : ''}
        </p>
      </div>
    </form>
  );
}
