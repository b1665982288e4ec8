"""What people bring in and take out: rich text, pictures, files, tables and calendar entries, each made safe
once.
"""
