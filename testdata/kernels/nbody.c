// n steps of eight bodies that attract each other, leapfrog integration in doubles; square root and division.
enum { BODIES = 8 };

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} Body;

static Body bodies[BODIES];

static void step(double dt) {
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d2 = dx * dx + dy * dy + dz * dz + 0.01;
      double f = dt / (d2 * __builtin_sqrt(d2));
      a->vx -= dx * b->mass * f;
      a->vy -= dy * b->mass * f;
      a->vz -= dz * b->mass * f;
      b->vx += dx * a->mass * f;
      b->vy += dy * a->mass * f;
      b->vz += dz * a->mass * f;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    bodies[i].x += dt * bodies[i].vx;
    bodies[i].y += dt * bodies[i].vy;
    bodies[i].z += dt * bodies[i].vz;
  }
}

int run(int n) {
  for (int i = 0; i < BODIES; i++)
    bodies[i] = (Body){i * 1.5, (i * i) % 5, (i * 3) % 7, 0.1 * (i % 3), -0.05 * i, 0.02 * i, 1.0 + i % 4};
  for (int i = 0; i < n; i++)
    step(0.001);
  double energy = 0;
  for (int i = 0; i < BODIES; i++) {
    Body *b = &bodies[i];
    energy += 0.5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
  }
  return (int)(energy * 1000000);
}
