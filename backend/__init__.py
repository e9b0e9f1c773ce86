"""The shell: everything of Vëzhgo that touches the world."""
