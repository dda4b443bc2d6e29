import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import { identityApi } from '#modules/identity/api.ts'
import { text } from '#web/features/identity/log-in-text.ts'
import { LogInForm, type LogInValues } from '#web/features/identity/log-in-form.tsx'
import { nextPath } from '#web/features/identity/next-path.ts'
import { queryOf } from '#web/lib/api.ts'
import { useLocale, useText } from '#web/lib/i18n.ts'
import { one, parseSearch } from '#web/lib/search.ts'
import { type Me, welcome } from '#web/lib/session.ts'
import { Brand } from '#web/ui/brand.tsx'
import { LanguageButton, ThemeButton } from '#web/ui/preferences.tsx'

type Demo = ResultOf<typeof identityApi.getLogInOptions>['demo']

/** Plain HTML on purpose: the component library loads only once somebody is about to come in. */
export function LogInPage() {
  const t = useText(text)
  const router = useRouter()
  const [chosen, setChosen] = useState<LogInValues | null>(null)
  const options = useQuery(queryOf(identityApi.getLogInOptions, {}))
  const demo = options.data?.demo ?? []

  const enter = (me: Me) => {
    welcome(me)
    router.history.push(nextPath(one(parseSearch(location.search)['next'])))
  }
  return (
    <div className="n-login">
      <aside className="n-login-side">
        <Brand />
        <div className="n-login-say">
          <p className="n-login-motto">{t.motto}</p>
          <p>{t.mottoMore}</p>
        </div>
        <RouteDrawing />
      </aside>
      <main className="n-login-main">
        <div className="n-login-tools">
          <LanguageButton />
          <ThemeButton />
        </div>
        <div className="n-login-box">
          <div className="n-login-brand">
            <Brand />
          </div>
          <h1>{t.title}</h1>
          <LogInForm key={chosen?.email ?? ''} start={chosen} onEnter={enter} />
          {demo.length > 0 && <DemoAccounts demo={demo} onChoose={setChosen} />}
        </div>
      </main>
    </div>
  )
}

function DemoAccounts({ demo, onChoose }: { demo: Demo; onChoose: (values: LogInValues) => void }) {
  const t = useText(text)
  const locale = useLocale()
  return (
    <section className="n-login-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t.demo}</h2>
      <div className="n-chips">
        {demo.map((account) => (
          <button
            key={`${account.tenant} ${account.email}`}
            type="button"
            className="n-chip"
            onClick={() =>
              onChoose({
                tenant: account.tenant,
                email: account.email,
                password: account.password,
                isReady: true,
              })
            }
          >
            {account.role[locale]}
          </button>
        ))}
      </div>
    </section>
  )
}

/** From promise to kept: decoration. */
function RouteDrawing() {
  return (
    <svg className="n-login-route" viewBox="0 0 480 200" aria-hidden="true" focusable="false">
      <path
        d="M20 150H120c30 0 30-70 60-70h90c30 0 30 60 60 60h50"
        fill="none"
        strokeWidth="2.5"
        strokeDasharray="1 8"
        strokeLinecap="round"
      />
      <path d="M380 140c30 0 30-80 60-80" fill="none" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="20" cy="150" r="6" />
      <circle cx="225" cy="80" r="6" />
      <circle cx="380" cy="140" r="6" />
      <circle className="n-goal" cx="446" cy="58" r="15" />
      <path
        className="n-tick"
        d="M439 58l5 5 9-10"
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
