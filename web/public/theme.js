// Sets the theme before anything is painted. The choice is kept by src/ui/theme.ts, which changes it afterwards.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('parley.theme') ?? 'system';
  } catch {
    // Storage is switched off: the system decides.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
