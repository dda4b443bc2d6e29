import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { keepFocus } from '#web/lib/focus-keeper.ts'
import { queryClient } from '#web/lib/session.ts'
import { watchSystemTheme } from '#web/lib/theme.ts'
import { router } from '#web/routes.tsx'
import '#web/styles/base.css'

watchSystemTheme()
keepFocus()

const place = document.getElementById('root')
if (!place) throw new Error('The page has no #root')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
