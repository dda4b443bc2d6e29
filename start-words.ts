/** What keeps Nuoda from starting, in words that name the setting to change. */
export function startWords(error: unknown): string {
  const { code, message, port, address, hostname, path, syscall } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
    hostname?: string
  }
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${address} is taken. Stop the program that uses it, or choose another port: PORT=${(port ?? 8080) + 1}`
    case 'EACCES':
      return syscall === 'listen'
        ? `port ${port} may not be used by this account. Choose one above 1023 with PORT`
        : `${path}: this account may not write there. Choose another place with NUODA_DATA`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${address ?? hostname} is no address of this machine or not known. Check HOST and DATABASE_URL`
    case 'ENOTDIR':
    case 'EROFS':
    case 'ENOSPC':
      return `${path ?? ''}: ${message}. Check NUODA_DATA`
    case 'ECONNREFUSED':
      return `no PostgreSQL answers at ${address}:${port}. Check DATABASE_URL`
    case '28P01':
    case '28000':
    case '3D000':
      return `PostgreSQL refused: ${message}. Check user, password and database of DATABASE_URL`
    default:
      return message
  }
}
