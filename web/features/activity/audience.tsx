import { type Audience, audienceNames } from '#modules/activity/kind.ts'
import { useSay } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

/** Who sees it: an icon and words on a colour. */
export function AudienceMark({ audience }: { audience: Audience }) {
  const say = useSay()
  return (
    <span className="n-audience" data-audience={audience}>
      <Icon name={audience === 'customer' ? 'globe' : 'lock'} size={12} /> {say(audienceNames[audience])}
    </span>
  )
}
