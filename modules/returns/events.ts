// Subject: { type: 'return_order', id, parentId: the order }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'return.announced': { number: string; lines: number; quantity: number }
    'return.changed': { fields: string[] }
    'return.arrived': { number: string; accepted: number; refused: number }
    'return.completed': { number: string }
    'return.closed': { number: string; reason: string }
    'return.cancelled': { number: string; reason: string }
  }
}
export {}
