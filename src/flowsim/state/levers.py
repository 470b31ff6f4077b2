"""Levers: what policy can move, and how several effects combine."""
from __future__ import annotations
import numpy as np
NAMES = dict(eradication_effort=('multiply',1.0),alternatives_coverage=('complement',0.0),precursor_inspection=('multiply',1.0),precursor_targeting=('multiply',1.0),precursor_supplier_loss=('complement',0.0),lab_raids=('multiply',1.0),mail_screening=('complement',0.0),port_scanning=('multiply',1.0),port_referral=('multiply',1.0),patrol=('multiply',1.0),patrol_technology=('multiply',1.0),randomised_effort=('max',0.0),prevention=('complement',0.0),treatment_capacity=('multiply',1.0),recovery_support=('complement',0.0),naloxone=('multiply',1.0))
class Levers:
    def __init__(self, lanes):
        self.v={k:np.full(lanes,n) for k,(_,n) in NAMES.items()}; self.cost_usd=np.zeros((2,lanes))
    def reset(self):
        for k,(_,n) in NAMES.items(): self.v[k][:]=n
        self.cost_usd[:]=0
    def close(self): pass
    def __getitem__(self,k): return self.v[k]
    def effect(self,k,x):
        how=NAMES[k][0]; v=self.v[k]
        v[:]= v*x if how=='multiply' else (1-(1-v)*(1-x) if how=='complement' else np.maximum(v,x))
    def spend(self,g,usd): self.cost_usd[g]+=usd
