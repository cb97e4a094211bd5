import type { IdentityProviderList, ProviderProblem } from '@parley/contracts';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';

/** Other ways in, where the operator configured some. Links: the browser goes there, and the provider sends it back. */
export function ProviderButtons({ returnTo, rememberMe }: { returnTo?: string | undefined; rememberMe: boolean }) {
  const [providers, setProviders] = useState<IdentityProviderList['items']>([]);
  useEffect(() => {
    let isShown = true;
    // Without an answer there is still the form.
    parley.identities.providers().then(
      ({ items }) => isShown && setProviders(items),
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, []);
  if (providers.length === 0) return null;
  return (
    <section aria-label={texts.account.providers.label} className="mt-5 flex flex-col gap-2.5 border-t border-line pt-5">
      {providers.map(({ id, name }) => (
        <a
          key={id}
          href={parley.identities.signInUrl(id, { returnTo, rememberMe })}
          className="inline-flex h-11 items-center justify-center rounded-md border border-line-strong bg-surface px-4 text-sm font-semibold text-ink hover:bg-hover"
        >
          {texts.account.providers.button(name)}
        </a>
      ))}
    </section>
  );
}

/** In words, why somebody who went to a provider is back here. */
export function useProviderProblem(): string | undefined {
  const [search] = useSearchParams();
  const problem = search.get('problem');
  if (problem === null) return undefined;
  const sentences: Partial<Record<string, string>> = texts.account.providers.problems satisfies Record<ProviderProblem, string>;
  return Object.hasOwn(sentences, problem) ? sentences[problem] : texts.account.providers.problems.failed;
}
