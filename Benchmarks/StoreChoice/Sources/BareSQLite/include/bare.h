typedef int bare_t;
