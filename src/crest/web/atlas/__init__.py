"""Atlas: where are the risks, by corridor and workplace?"""
