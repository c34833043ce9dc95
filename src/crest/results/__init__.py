"""Result folders: what an assessment or a map leaves behind, the same for command and web."""
