import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** A password that can be looked at: typing blind makes people choose short ones. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type' | 'trailing'>) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      trailing={
        <IconButton
          label={shown ? texts.account.hidePassword : texts.account.showPassword}
          icon={shown ? EyeOff : Eye}
          onClick={() => setShown(!shown)}
          className="me-1"
        />
      }
    />
  );
}
