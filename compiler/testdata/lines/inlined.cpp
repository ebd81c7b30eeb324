// Calls that are gone at -O2, and names as C++ has them.
namespace shapes {

template <class T> class Grid {
    const T *cells;
    int width;

  public:
    Grid(const T *cells, int width) : cells(cells), width(width) {}
    T at(int x, int y) const {
        return cells[y * width + x]; // cell:2
    }
};

struct Scale {
    int factor;
    int operator()(const Grid<int> &grid, int x, int y) const {
        return factor * grid.at(x, y); // cell:1
    }
};

__attribute__((noinline)) int share(int total, int parts) {
    return total / parts; // share:0
}

} // namespace shapes

static const int cells[] = {3, 1, 4, 1, 5, 9, 2, 6};

extern "C" __attribute__((export_name("cell"))) int cell(int x, int y) {
    return shapes::Scale{2}(shapes::Grid<int>(cells, 4), x, y); // cell:0
}

extern "C" __attribute__((export_name("share"))) int share(int parts) {
    return shapes::share(cells[5], parts) + 1; // share:1
}
