"""Mail domains that say nothing about who sends: free mail, and platforms that send for many companies."""

# ruff: noqa: SIM905 - lists of words are read as words

from __future__ import annotations

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from domain.parties import normalise_domain

# Free mail under many endings: yahoo.es, hotmail.it, gmx.ch.
_FREE_FAMILIES = frozenset(
    "gmail googlemail hotmail outlook live yahoo ymail rocketmail aol gmx protonmail tutanota yandex tiscali".split()
)
# Everyone can have an address here.
FREE_MAIL = frozenset(
    """gmail.com googlemail.com hotmail.com hotmail.nl hotmail.be hotmail.fr hotmail.de outlook.com outlook.be
    outlook.fr outlook.de live.com live.nl live.be live.fr msn.com yahoo.com yahoo.nl yahoo.fr yahoo.de yahoo.co.uk
    icloud.com me.com
    mac.com aol.com proton.me protonmail.com pm.me zoho.com mail.com gmx.com gmx.de gmx.net gmx.at web.de t-online.de
    freenet.de posteo.de mailbox.org ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl
    quicknet.nl chello.nl casema.nl online.nl solcon.nl zonnet.nl tele2.nl telfort.nl caiway.nl delta.nl kabelfoon.net
    telenet.be skynet.be proximus.be scarlet.be pandora.be belgacom.net voo.be orange.fr wanadoo.fr free.fr laposte.net
    sfr.fr neuf.fr bbox.fr btinternet.com sky.com yandex.com mail.ru tutanota.com fastmail.com hey.com duck.com
    onsmail.nl versatel.nl wxs.nl filternet.nl zeelandnet.nl hccnet.nl kabelnoord.nl ziggomail.com kpnmobiel.nl
    t-mobilethuis.nl odidothuis.nl introweb.nl multiweb.nl tuta.com tuta.io mailfence.com arcor.de mail.de
    kabelmail.de bluewin.ch libero.it virgilio.it wp.pl o2.pl onet.pl interia.pl seznam.cz edpnet.be brutele.be
    numericable.be advalvas.be pt.lu internet.lu numericable.fr aliceadsl.fr club-internet.fr virginmedia.com
    talktalk.net ntlworld.com comcast.net verizon.net att.net sbcglobal.net qq.com 163.com 126.com
    rediffmail.com""".split()
)
# Services that send invoices, statements or scans in the name of others.
PLATFORMS = frozenset(
    """exactonline.nl exactonline.be exact.com exactonline.com snelstart.nl snelstartmail.nl twinfield.com twinfield.nl
    yuki.nl yukiworks.nl yukiworks.be moneybird.com moneybird.nl e-boekhouden.nl afas.nl afasonline.com visma.com
    visma.net visma.nl basecone.com zenvoices.com blue10.com blue10.nl billit.be billit.eu billtobox.com billtobox.be
    codabox.com silverfin.com octopus.be odoo.com teamleader.eu teamleader.be mollie.com stripe.com adyen.com paypal.com
    klarna.com tikkie.me payhawk.com spendesk.com pleo.io getmoss.com coupahost.com ariba.com ansmtp.ariba.com
    tradeshift.com basware.com tungsten-network.com esker.com pagero.com storecove.com ecosio.com unifiedpost.com
    unifiedpost.be peppol.eu b2brouter.net sendgrid.net mailgun.org mandrillapp.com mailchimp.com mcsv.net
    amazonses.com sparkpostmail.com mailjet.com postmarkapp.com sendinblue.com brevo.com hubspotemail.net
    salesforce.com zendesk.com freshdesk.com intercom-mail.com xero.com intuit.com quickbooks.com sage.com
    freshbooks.com
    zohoinvoice.com invoicely.com debitoor.com wefact.nl factuursturen.nl informer.eu jortt.nl rompslomp.nl acumulus.nl
    tellow.nl gekko.nl reeleezee.nl asperion.nl minox.nl multivers.nl accountview.nl imuis.nl cash.nl wetransfer.com
    dropbox.com docusign.net sharepoint.com microsoft.com onmicrosoft.com sharepointonline.com google.com scan2mail.com
    hpeprint.com xerox.com ricoh.com canon.com konicaminolta.com gocardless.com chargebee.com recurly.com paddle.com
    fastspring.com digitalriver.com dhlparcel.nl speedinvoice.nl trustpilot.com finqle.nl
    basecamp.com business.site""".split()
)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=50_000)
def organisation_domain(text: str) -> str:
    """The registrable domain of a mail or web address: "facturen.jansen.co.uk" -> "jansen.co.uk"; "" for none."""
    name = normalise_domain(text)
    return (_suffixes().privatesuffix(name) or "") if name else ""


def may_decide(name: str) -> bool:
    """False for free mail and platform domains: they never point at one vendor."""
    own = organisation_domain(name)
    full = normalise_domain(name)
    return bool(own) and not is_free_mail(name) and not {own, full} & PLATFORMS and not _under_platform(full)


def is_free_mail(name: str) -> bool:
    """Whether anybody can have an address here."""
    own, full = organisation_domain(name), normalise_domain(name)
    return bool({own, full} & FREE_MAIL) or own.partition(".")[0] in _FREE_FAMILIES


def is_platform(name: str) -> bool:
    """Whether a service sends from here for many companies."""
    own, full = organisation_domain(name), normalise_domain(name)
    return bool({own, full} & PLATFORMS) or _under_platform(full)


def _under_platform(full: str) -> bool:
    parts = full.split(".")
    return any(".".join(parts[i:]) in PLATFORMS for i in range(1, len(parts) - 1))
