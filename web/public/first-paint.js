// Runs before the first paint so that neither theme nor language flashes. Kept apart from the bundle: no inline scripts.
try {
  const stored = (name) => JSON.parse(localStorage.getItem('nuoda.' + name) ?? 'null')
  const theme = stored('theme') ?? 'system'
  const isDark =
    theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.lang = stored('locale') === 'en' ? 'en' : 'zh-CN'
} catch {
  document.documentElement.dataset.theme = 'light'
}
