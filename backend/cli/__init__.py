def main() -> None:
    print("vezhgo")
