#include "crecord.h"
