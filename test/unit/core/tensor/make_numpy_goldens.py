"""Writes numpyPrint.golden.json beside the tests: arrays and how NumPy prints them. Run here with NumPy 2.4: python make_numpy_goldens.py"""
import numpy as np, json, base64, io
rng=np.random.default_rng(5)
cases=[]
def add(a, **kw):
    a=np.asarray(a)
    with np.printoptions(**kw): s=str(a)
    b=io.BytesIO(); np.save(b,a)
    cases.append(dict(npy=base64.b64encode(b.getvalue()).decode(), options=kw, text=s))
for dt in ['f2','f4','f8']:
    add(np.array([1,2.5,3.25],dt)); add(np.array([0.1,1/3,2/3],dt)); add(np.array([1e-5,1,2],dt)); add(np.array([1e-3,0.5],dt)); add(np.array([1.5,1e3+0.5,0.25],dt))
    add(np.array([np.nan,np.inf,-np.inf,1.5],dt)); add(np.array([np.nan,np.inf],dt)); add(np.array([-0.0,0.0,1],dt)); add(np.zeros((2,3),dt)); add(np.array(0.1,dt)); add(np.array(1e-5,dt)); add(np.array(3,dt)); add(np.array(-np.inf,dt))
    add(rng.normal(size=(3,4)).astype(dt)); add(rng.normal(size=(40,)).astype(dt)); add(rng.normal(size=(2,3,4,5)).astype(dt)); add((rng.normal(size=(2,30))*1e-3).astype(dt))
    add(rng.normal(size=(7,150)).astype(dt)); add(rng.normal(size=(1200,)).astype(dt)); add(rng.normal(size=(7,8,19)).astype(dt)); add(np.array([2.0**-9,2.0**-11,2.0**-13, .5],dt)); add(np.array([2.0**-k for k in range(1,14)],dt)); add(np.zeros((0,3),dt)); add(np.arange(12).reshape(3,4).astype(dt)/7)
add(np.array([1e20,-1e-20,3.3],'f4')); add(np.array(1e20,'f4')); add(np.array([123456.7,2e6],'f4')); add(np.array([1e100,1.234567890123456e-200])); add(np.array([1.00000000049,1.0000000005,2.5])); add(np.array([12345678.123456789, 99999999.0])); add(np.array([0.99999999999,1e-3])); add(np.array([999999.5],'f4')); add(np.array([16777216.0,1.0],'f4')); add(np.array(123456789.0,'f4'))
for dt in ['i1','u2','i4','u8']:
    add(np.array([[1,20,100],[3,4,5]],dt)); add(np.array(7,dt)); add(np.arange(1100).astype(dt)); add(np.arange(120).astype(dt))
add(np.array([-5,2**63-1,-2**63],'i8')); add(np.array([2**64-1,0],'u8'))
add(np.array([True,False])); add(np.array(True)); add(np.array([[True,True],[True,True]]))
add(np.array([1+2j,-0.5-3j],'c8')); add(np.array([1e-7+2j,3-1j],'c16')); add(np.array(1.5-2j,'c8')); add(np.array(2j)); add(rng.normal(size=(4,2)).view('c16')); add(np.array([complex(np.nan,1),complex(1,-np.inf)]))
add(np.array([b'abc',b"it's",b'"\'',b'caf\xc3\xa9\x00\n\\t'])); add(np.array([[b'a',b'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'],[b'',b'ccccccccccccccccccccccccccccccccccccccccccccccccccc']]))
add(np.arange(30)/3, threshold=10); add(np.arange(30)/3, threshold=10, edgeitems=2); add(np.arange(30)/3, precision=3); add(np.arange(210).reshape(3,7,10), threshold=10); add(np.arange(60).reshape(3,20)/9., linewidth=40)
for dt in ['f2','f4','f8']:
    info=np.finfo(dt); add(np.array([info.min,0.5,info.smallest_subnormal,np.inf],dt)); add(np.array([info.smallest_subnormal,info.tiny,info.eps,info.max,9.99e-6],dt))
    with np.errstate(over='ignore'): add((rng.normal(size=(20,))*10.0**rng.integers(-20,20,20)).astype(dt))
add(np.array([complex(-0.25,5e-324),complex(1,-2)])); add(np.array([complex(1e-40,3),complex(1,1e30)],'c8'))
json.dump(cases,open('numpyPrint.golden.json','w'),separators=(',',':'))
