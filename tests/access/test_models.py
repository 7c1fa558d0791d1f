import csv, time
from odoo.tests import TransactionCase, tagged
from odoo.exceptions import AccessError
from tests.access.world import AccessMixin, ELSEWHERE
from tests.access import introspect as I
from tests.access.table import *
CORE="""account.account account.analytic.line account.automatic.entry.wizard account.bank.statement account.bank.statement.line account.full.reconcile account.journal account.lock_exception account.merge.wizard account.move account.move.line account.move.reversal account.move.send.wizard account.partial.reconcile account.payment account.payment.method.line account.payment.register account.payment.term account.reconcile.model account.resequence.wizard account.secure.entries.wizard account.tax validate.account.move base.partner.merge.automatic.wizard ir.attachment ir.config_parameter ir.cron ir.default ir.actions.server ir.model.access ir.rule ir.sequence ir.ui.view mail.activity mail.message mail.followers mail.template payment.link.wizard payment.provider payment.refund.wizard payment.token payment.transaction portal.share portal.wizard portal.wizard.user res.currency res.groups res.partner.bank""".split()

@tagged("post_install", "-at_install")
class TestModels(AccessMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_world()

    def see(self, persona, model, ids):
        try:
            return set(r['id'] for r in self.rpc(persona, model, 'search_read', [('id','in',ids)], ['id']))
        except AccessError:
            return set()

    def test_it(self):
        ps=[p for p in PERSONAS if p!='neighbour']
        w=csv.writer(open('/tmp/models.csv','w'), lineterminator="\n")
        w.writerow(['model',*ps,'elsewhere','own','partly','note'])
        stored=I.get_stored_models(self.env)|{'helpdesk.ticket','tier.review'}
        ours=sorted(m for m in I.get_models(self.env) if m.startswith('heating.'))
        for m in ours+sorted((I.get_models(self.env)|set(CORE))-set(ours)):
            row=[m]
            for p in ps:
                M=self.env[m].with_user(self.world.users[p])
                row.append(''.join(l for l,o in LETTERS.items() if M.has_access(o)) or '-')
            if m in stored:
                ids=set(self.world.of(m).ids)
                L=list(ids)
                else_=[];partly=[]
                for r in ROLES:
                    s=self.see(r+ELSEWHERE,m,L)
                    if s: else_.append(r+('' if s==ids else '(part)'))
                    s=self.see(r,m,L)
                    if s!=ids and self.env[m].with_user(self.world.users[r]).has_access('read'): partly.append(r)
                own={}
                for p in ('householder','neighbour','employee','public'):
                    s=self.see(p,m,L)
                    own[p]='all' if s==ids and ids else 'own' if s and s==set(self.world.of_householder(m,p).ids) else '-' if not s else 'PART'
                row+=[' '.join(else_),own['householder'],' '.join(partly),str(own)]
            else: row+=['','','','']
            w.writerow(row)
