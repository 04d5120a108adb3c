"""The peer of `splitmask bench kernels`: the same kernels at the same sizes in PyTorch for Python, each timed alone.

Reads {"threads": N, "rounds": N, "device": "cpu", "calls": [{"kernel": ..., "operands": [...]}, ...]} and prints one line
of JSON with a time in seconds for each call, null where PyTorch has no counterpart. With "check": true, operands have
"values", and what each call computes is printed in place of times. Needs nothing but torch.
"""
import json, statistics, sys, time
import torch
import torch.nn.functional as F

SAMPLE_SECONDS = 2e-3


def heads(qkv, h):
    b, t, d = qkv.shape
    return qkv.view(b, t, 3, h, d // 3 // h).permute(2, 0, 3, 1, 4)


def attend(qkv, h):
    q, k, v = heads(qkv, h)
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(qkv.shape[0], qkv.shape[1], -1)


def attention_backward(qkv, h, output, state, gradient):
    y = attend(qkv.requires_grad_(), h)
    return lambda: torch.autograd.grad(y, qkv, gradient, retain_graph=True)


def layer_norm_backward(x, w, state, gradient):
    mean = x.mean(-1, keepdim=True)
    inverse = (x.var(-1, unbiased=False, keepdim=True) + 1e-6).rsqrt()
    return lambda: torch.ops.aten.native_layer_norm_backward(
        gradient, x, w.shape, mean, inverse, w, w, [True, True, True])


def linear_cross_entropy(x, w, b, target, gradients):
    """The loss and its gradients. Engines also tell how many labels are the likeliest, which is not asked of PyTorch."""
    leaves = [leaf.requires_grad_(gradients) for leaf in (x, w, b)]
    target = target.long()

    def run():
        loss = F.cross_entropy(F.linear(x, w, b), target)
        return (loss, *torch.autograd.grad(loss, leaves)) if gradients else loss

    return run


def linear_soft_cross_entropy(x, w, targets, pick, gradients):
    leaves = [leaf.requires_grad_(gradients) for leaf in (x, w)]
    pick = pick.long()

    def run():
        loss = -(targets[pick] * F.log_softmax(x @ w.T, -1)).sum(-1).mean()
        return (loss, *torch.autograd.grad(loss, leaves)) if gradients else loss

    return run


def adamw(parameters, gradients, moments):
    for p, g in zip(parameters, gradients):
        p.requires_grad_()
        p.grad = g
    return torch.optim.AdamW(parameters, fused=True).step


def gather(x, index):
    index = index.long().unsqueeze(-1).expand(-1, -1, x.shape[2])
    return lambda: x.gather(1, index)


def scatter(source, index, rows):
    index = index.long().unsqueeze(-1).expand(-1, -1, source.shape[2])
    shape = (source.shape[0], rows, source.shape[2])
    return lambda: torch.zeros(shape, device=source.device).scatter_add_(1, index, source)


def full(shape, device):
    return lambda: torch.full(shape, 1.0, device=device)


def matmul(a, b, spec):
    a = a.mT if spec[0] == "T" else a
    b = b.mT if spec[1] == "T" else b
    return lambda: a @ b


def second(b):
    """An operand of element-by-element arithmetic, or a number if there is none."""
    return b[0] if b else 2.0


# By name: what prepares a call and returns it.
KERNELS = {
    "linear": lambda x, w, b: lambda: F.linear(x, w, b),
    "gelu": lambda x: lambda: F.gelu(x),
    "geluBackward": lambda x, g: lambda: torch.ops.aten.gelu_backward(g, x),
    "softmax": lambda x: lambda: x.softmax(-1),
    "softmaxBackward": lambda y, g: lambda: torch._softmax_backward_data(g, y, -1, y.dtype),
    "logSoftmax": lambda x: lambda: x.log_softmax(-1),
    "logSoftmaxBackward": lambda y, g: lambda: torch._log_softmax_backward_data(g, y, -1, y.dtype),
    "layerNorm": lambda x, w, b: lambda: F.layer_norm(x, w.shape, w, b, 1e-6),
    "layerNormBackward": layer_norm_backward,
    "attention": lambda qkv, h: lambda: attend(qkv, h),
    "attentionBackward": attention_backward,
    "linearCrossEntropy": linear_cross_entropy,
    "linearSoftCrossEntropy": linear_soft_cross_entropy,
    "addInPlace": lambda x, y: lambda: x.add_(y),
    "multiplyInPlace": lambda x: lambda: x.mul_(1.0),
    "sumOfSquares": lambda xs: lambda: torch.stack(torch._foreach_norm(xs)).square().sum().item(),
    "adamwStep": adamw,
    "ema": lambda xs, ys: lambda: torch._foreach_lerp_(xs, ys, 0.01),
    "matmul": matmul,
    "gatherRows": gather,
    "scatterAddRows": scatter,
    "permute": lambda x, axes: lambda: x.permute(axes).contiguous(),
    "slice": lambda x, axis, start, stop: lambda: x.narrow(axis, start, stop - start).clone(),
    "concat": lambda xs, axis: lambda: torch.cat(xs, axis),
    "broadcastTo": lambda x, shape: lambda: x.expand(shape).clone(),
    "reshape": lambda x, shape: lambda: x.view(shape),
    "assign": lambda x, y: lambda: x.copy_(y),
    "full": full,
    "add": lambda a, *b: lambda: a + second(b),
    "subtract": lambda a, b: lambda: a - b,
    "multiply": lambda a, *b: lambda: a * second(b),
    "divide": lambda a, b: lambda: a / b,
    "exp": lambda x: lambda: x.exp(),
    "log": lambda x: lambda: x.log(),
    "sqrt": lambda x: lambda: x.sqrt(),
    "tanh": lambda x: lambda: x.tanh(),
    "erf": lambda x: lambda: x.erf(),
    "greater": lambda a, b: lambda: (a > b).float(),
    "equal": lambda a, b: lambda: (a == b).float(),
    "select": lambda c, a, b: lambda: torch.where(c.bool(), a, b),
    "sum": lambda x, axes, keep: lambda: x.sum(axes, keep),
    "max": lambda x, axes, keep: lambda: x.amax(axes, keep),
    "argMax": lambda x: lambda: x.argmax(-1),
}


def operand(value, rows, device):
    if isinstance(value, dict):
        if "values" in value:
            dtype = getattr(torch, value["dtype"].lower())
            return torch.tensor(value["values"], dtype=dtype, device=device).reshape(value["shape"])
        if value["dtype"] == "INT32":
            return torch.randint(rows, value["shape"], dtype=torch.int32, device=device)
        return torch.rand(value["shape"], dtype=getattr(torch, value["dtype"].lower()), device=device)
    if isinstance(value, list):
        return [operand(v, rows, device) for v in value]
    return value


def rows(kernel, operands):
    """How many rows or classes the indices of a call may name."""
    if kernel == "gatherRows":
        return operands[0]["shape"][1]
    if kernel == "scatterAddRows":
        return operands[2]
    if kernel == "linearSoftCrossEntropy":
        return operands[2]["shape"][0]
    return operands[1]["shape"][0] if kernel == "linearCrossEntropy" else 2


def seconds(run, rounds, synchronize):
    samples = []
    for _ in range(rounds + 1):
        calls = 0
        synchronize()
        start = time.perf_counter()
        while calls == 0 or time.perf_counter() - start < SAMPLE_SECONDS:
            run()
            calls += 1
        synchronize()
        samples.append((time.perf_counter() - start) / calls)
    return statistics.median(samples[1:])  # the first one warms up


def numbers(result):
    """All numbers of a result, tensor by tensor."""
    if isinstance(result, (list, tuple)):
        return [number for part in result for number in numbers(part)]
    return result.detach().flatten().tolist() if isinstance(result, torch.Tensor) else [result]


def main():
    asked = json.load(sys.stdin)
    torch.set_num_threads(asked["threads"])
    torch.manual_seed(0)
    device = asked["device"]
    synchronize = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    answers = []
    for call in asked["calls"]:
        kernel, operands = call["kernel"], call["operands"]
        if kernel not in KERNELS:
            answers.append(None)
            continue
        prepared = [operand(o, rows(kernel, operands), device) for o in operands]
        run = KERNELS[kernel](*prepared, *([device] if kernel == "full" else []))
        if asked.get("check"):
            result = run()
            answers.append(numbers(prepared[0] if result is None else result))  # without a result, it works in place
        else:
            answers.append(seconds(run, asked["rounds"], synchronize))
    print(json.dumps({"torch": torch.__version__, "results" if asked.get("check") else "seconds": answers}))


if __name__ == "__main__":
    main()
