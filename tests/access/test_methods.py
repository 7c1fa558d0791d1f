import csv, traceback
from collections import defaultdict
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from odoo.exceptions import AccessError, UserError
from tests.access.world import AccessMixin, ELSEWHERE
from tests.access import introspect as I
from tests.access.calls import CALLS, AFTERWARDS, Call
from tests.access.table import *

class R: pass
@tagged("post_install", "-at_install")
class TestMethods(AccessMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_world()

    @mute_logger("odoo.sql_db","odoo.addons.queue_job.delay","odoo.addons.queue_job.utils")
    def test_it(self):
        import time
        keys=sorted({(m,n,'') for m,n in I.get_methods(self.env) if not any(k[:2]==(m,n) and False for k in CALLS)}|set(CALLS))
        out=open('/tmp/methods.txt','w')
        names=['public','householder','neighbour','employee',*ROLES,*(r+ELSEWHERE for r in ROLES)]
        for key in keys:
            m,n,c=key
            t=time.time()
            res=defaultdict(list)
            for p in names:
                sp=self.env.cr.savepoint(flush=True)
                try:
                    try:
                        if key in CALLS: call=CALLS[key](self.world,p)
                        else: call=Call([self.world.of(m).ids[:1]])
                        r=self.rpc(p,m,n,*call.args,context=call.context)
                        self.env.flush_all()
                        s='OK'
                        if key in AFTERWARDS and not AFTERWARDS[key](self.world,p,r): s='BAD'
                        txt=str(r)
                        if any(w in txt for w in self.world.secrets): s+='!secret'
                    except AccessError as e: s='access'
                    except UserError as e: s='user:'+str(e).replace('\n',' ')[:100]
                    except Exception as e:
                        s='EXC '+type(e).__name__+str(e).replace('\n',' ')[:100]
                finally:
                    sp.rollback(); sp.close(rollback=True)
                    self.env.invalidate_all(flush=False); self.env.transaction.clear() 
                    self.env.registry.clear_cache()
                res[s].append(p)
            print('##',m,n,c,'%.1f'%(time.time()-t),file=out)
            for s,l in res.items(): print('     ',s,':',' '.join(l),file=out)
            out.flush()
