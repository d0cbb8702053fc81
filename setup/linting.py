def lint(paths, fix): return 0
