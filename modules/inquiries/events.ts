// Subject: { type: 'inquiry', id, parentId: the order }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'inquiry.registered': { number: string; channel: string }
    'inquiry.followed_up': { number: string; with: string; reason: string }
    'inquiry.answered': { number: string; channel: string }
    'inquiry.closed': { number: string; wantsMore: boolean }
  }
}
export {}
