// What SQLite's unix file layer wants and wasi-libc lacks. One process owns the database, so that locks always succeed.
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define F_GETLK 5
#define F_SETLK 6
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

static inline int fchmod(int fd, mode_t mode) { return 0; }
static inline int fchown(int fd, uid_t owner, gid_t group) { return 0; }
static inline uid_t geteuid(void) { return 0; }

static inline int lock_or_fcntl(int fd, int cmd, ...) {
  va_list ap;
  va_start(ap, cmd);
  int r = 0;
  if (cmd == F_GETLK)
    va_arg(ap, struct flock *)->l_type = F_UNLCK;
  else if (cmd != F_SETLK)
    r = fcntl(fd, cmd, va_arg(ap, int));
  va_end(ap);
  return r;
}
#define fcntl lock_or_fcntl
