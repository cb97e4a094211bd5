// Sets theme and size before anything is painted. The choices are kept by src/ui/theme.ts and preferences.ts, which change them afterwards.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('parley.theme') ?? 'system';
  } catch {
    // Storage is switched off: the system decides.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  try {
    const { density, textSize, motion } = JSON.parse(localStorage.getItem('parley.preferences') ?? '{}').state ?? {};
    Object.assign(document.documentElement.dataset, {
      density: density ?? 'comfortable',
      text: textSize ?? 'normal',
      motion: motion ?? 'system',
    });
  } catch {
    // Nothing was chosen, or it cannot be read.
  }
})();
