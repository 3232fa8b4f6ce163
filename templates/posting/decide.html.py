BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BBBB
BBBBB BBBBB gettext(u'Look in Exact and decide') BBBBBBBB
BBBBB BBBB
  BBBB BBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXX
      XXXXBBBBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXXXXXXXXXX
      XXXXX XXXXXXXXXXXXXXXXXXXX
      XX XXXXXXXXXXX XXXXXXBBB BBBBBBBB BBBBBBBBXX gettext(u'Back to the document') XXXX
    XXXXXX
    XXXX XXXXXXXXXXXXX XXXXXXX
      XXXXXXXX XXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXBBBB BBBBBBBBXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXXX XXXX
      XXXXXXXXXX
      BB BBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXX
          XXXX XXXXXXXXXXXXXXXXXXBBBB BBBBBBXXXX gettext(u'Waits for a second person') XXXXXXXXXXX
          XXXX XXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXX
              XXXX gettext(u'Decision') XXXXX
              XXXX
                BB BBBBBBBBBBBBBBBBBBBBBBBBBX BBBBB
              XXXXX
              XXXX gettext(u'Reason') XXXXX
              XXXXXXXXX
              XXXX gettext(u'Asked by') XXXXX
              XXXXX FFFFFFFFFFF FFFFXXXXX
            XXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBB BBBBBBBB BBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXX
              BBBBBBBBBB
              BB BBBBBBBBBBBBBBB
                XXXXXXX XXXXXXXXXX XXXXXX XXXXXXXXXXXX XXXXXXXXXX gettext(u'Agree: carry it out') XXXXXXXXXXXXXXXX
                    XXXXXXXXXXXX
                   gettext(u'Turn it down') 
                XXXXXXXXX
              BBBB
                XXXXX
                    XXXXXXXXXXX gettext(u'You asked for this; a colleague who decides about postings agrees.') XXXXXXX
                XXXXXXX XXXXXXXXXXXX gettext(u'Take it back') XXXXXXXXX
              BBBBB
            XXXXXXX
          XXXXXX
        XXXXXXXXXX
      BBBBB
      XXXXXXXX XXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXX
          XXXX gettext(u'What stands in Exact') XXXXX
          XXXXX
              XXXXXXXXX XXXBB BBBBBBBBBBBB gettext(u'not asked') BBBB gettext(u'looked up just now') BBBBBXXXXXXX
          XXXXX XXXXXXXXXXXXXXXXXXXX
          XX XXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBXXBBBB BBBBBBB BBBBBBBB
             gettext(u'Look again') XXXX
        XXXXXX
        BB BBBBBBBBBBBB
          XX XXXXXXXXXXXXXXX
            BBBB BBBBBB
            XXXXXXXXXXXXXX  XXXXXXX
          XXXX
        BBBBB
        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBXX
          BBBBBBBBBB
          XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXX
          XXXXXX XXXXXXXXXXXX
            XXXXXXX
              XXXX
                XXX XXXXXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXXX
                XXX XXXXXXXXXXXX gettext(u'Entry') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Number') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Date') XXXXX
                XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Total') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Difference') XXXXX
              XXXXX
            XXXXXXXX
            XXXXXXX
              XXXX
                XXX XXXXXXXXXXXXXXXXXXXX
                XXXXXXX gettext(u'What was sent') XXXXXXXXX
                XXXX
                  BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBBBB
                    XXXXX XXXXXXXXXXX XXXXXXXXXX
                  BBBB
                    XXXXX XXXXXXXXXXX gettext(u'nothing yet') XXXXXXX
                  BBBBB
                XXXXX
                XXXXXXXXX
                XXXXFFFFFFFFFFFFXXXXX
                XXX XXXXXXXXXXXXFFFFFFFFFFFFFFFFFFFFFFFXXXXX
                XXXXXXXXX
              XXXXX
              BBB BBB BB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB
              BBB BBB BB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB
              BB BBB BBBBBBBBB BBB BBB BBBBBBBBB
                XXXX
                  XXX XXXXXXXXXXXXXXXXXXXX
                  XXX XXXXXXXXXXX XXXXXXXXXXX
                    BB BBBBBBBBBBBB
                       gettext(u'Unknown: Exact could not be asked.') 
                    BBBB
                       gettext(u'Nothing of this vendor with this number or amount.') 
                    BBBBB
                  XXXXX
                XXXXX
              BBBBB
            XXXXXXXX
          XXXXXXXX
          BB BBB BBBBBBBBBBBB
            BB BBBBBBBBB BB BBBBBBBBB
              XXXX XXXXXXXXXXXXX
                XXX
                   gettext(u"Adopting means: that entry is this document. Nothing is sent; the document counts as posted with that entry's number, and our attachment is not put beside it. With another amount, number or vendor a second person agrees first.") 
                XXXX
                XXX
                  XXXXXX XXXXXXXXXXXXXXXX gettext(u'Reason') XXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXX
                      XXXXXXXX XXXXXXXXXXXXXXXX
                XXXX
                XXXXXXXXXX XXXXXXXXXX XXXXXXX gettext(u'Adopt the chosen entry') XXXXXXXXXXXXX
              XXXXXX
            BBBBB
          BBBBB
        XXXXXXX
      XXXXXXXXXX
      BB BBB BBBBBBBBBBBB
        BB BBBBBBBBBBBBBBBB
          XXXXXXXX XXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXX
              BBBB BBBBBBBBBB
              XXXX gettext(u'Send it, although Exact has one like it') XXXXX
            XXXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBX XXXXXXXXXXXXX
              BBBBBBBBBB
              XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX
              XXX
                 gettext(u'Only when these are two different invoices. A second entry is made; when they are the same after all, the vendor is paid twice. A second person agrees first.') 
              XXXX
              XXX
                XXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Why are they different?') XXXXXXXXXXXXXX XXXXXXXXXX
                    XXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXX
              XXXX
              XXXXXXXXXX XXXXXXXXXXXX gettext(u'Send it all the same') XXXXXXXXXXXXX
            XXXXXXX
          XXXXXXXXXX
        BBBBB
        BB BBB BBBBBBBBB
          XXXXXXXX XXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'It was booked by hand') XXXXXXXXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBX XXXXXXXXXXXXX
              BBBBBBBBBB
              XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX
              XXX
                 gettext(u'For an entry that cannot be chosen above, such as one in a general journal. Nothing is sent, and nobody checks that it is there: a second person agrees first.') 
              XXXX
              XXX
                XXXXXX XXXXXXXXXXXXX gettext(u'Entry number in Exact') XXXXXXXXXXXXXX XXXXXXXXX XXXXXXXX XXXXXXXXXXX
                    XXXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX
              XXXX
              XXX
                XXXXXX XXXXXXXXXXXXXXX gettext(u'Reason') XXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX
                    XXXXXXXX XXXXXXXXXXXXXXXX
              XXXX
              XXXXXXXXXX XXXXXXXXXXXX gettext(u'It stands under this number') XXXXXXXXXXXXX
            XXXXXXX
          XXXXXXXXXX
        BBBBB
        BB BBBBBBBBBBBBBBBB
          XXXXXXXX XXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Give the posting up') XXXXXXXXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBX XXXXXXXXXXXXX
              BBBBBBBBBB
              XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX
              XXX
                 gettext(u'The document goes back to review, its approval is void. What was sent may still arrive for some minutes; before it is posted again we wait for that and look.') 
              XXXX
              XXX
                XXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Reason') XXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXX
                    XXXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXXXXX
              XXXX
              XXXXXXXXXX XXXXXXXXXXXX gettext(u'Back to review') XXXXXXXXXXXXX
            XXXXXXX
          XXXXXXXXXX
        BBBBB
        BB BBBBBBBBBBBBB
          XXXXXXXX XXXXXXXXXXXXX
            XXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Try again') XXXXXXXXXXX
            XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBB BBBBBBBBX XXXXXXXXXXXXX
              BBBBBBBBBB
              XXX
                 gettext(u'The same, unchanged. What left before is looked for first; only when it is not there it is sent again.') 
              XXXX
              XXXXXXXXXX XXXXXXXXXXXXBBBB BBBBBBB BBBBBBBB  gettext(u'Try again') XXXXXXXXXXXXX
            XXXXXXX
          XXXXXXXXXX
        BBBBB
      BBBBB
      XXXXXXXX XXXXXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXXXXX gettext(u'What was tried') XXXXXXXXXXX
        XXXXXX XXXXXXXXXXXX
          XXXXXXX
            BBB BBBBB BBBBBBB BB BBBBBBBBBBBBB
              XXXX
                XXX XXXXXXXXXXXXXXX
                  BB BBBBBBBBBBBBBB BB BBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBB
                XXXXX
                XXX XXXXXXXXXXXFFFFFFFFFFF FFFFFFXXXXX
                XXXXXXXXX
                XXX XXXXXXXXXXX XXXXXXXX
                XXX XXXXXXXXXXXXXXXXXX
              XXXXX
            BBBBB
              XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX gettext(u'Nothing was sent.') XXXXXXXXXX
            BBBBBB
          XXXXXXXX
        XXXXXXXX
      XXXXXXXXXX
    XXXXXX
  BBBBBBB
BBBBBBBB
