"""The peer of `splitmask bench compare`: one pre-training step in PyTorch for Python, timed.

The same work as an engine does in `splitmask bench step`: patch embedding, the method's forward pass, its loss,
backward, AdamW, on random data. Prints one line of JSON; needs nothing but torch.
"""
import argparse, copy, json, resource, time
import torch
from torch import nn
import torch.nn.functional as F

SIZES = {"vit_micro": (96, 4, 3), "vit_tiny": (192, 12, 3), "vit_small": (384, 12, 6), "vit_base": (768, 12, 12)}
DINO_OUTPUTS = 65536


class Block(nn.Module):
    def __init__(self, dim, heads, sdpa):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.fc1, self.fc2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        self.heads, self.sdpa = heads, sdpa

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        if self.sdpa:
            a = F.scaled_dot_product_attention(q, k, v)
        else:
            a = (q * (d // self.heads) ** -0.5 @ k.transpose(-2, -1)).softmax(-1) @ v
        x = x + self.proj(a.transpose(1, 2).reshape(b, n, d))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Pretrainer(nn.Module):
    def __init__(self, method, dim, depth, heads, n, patch, vocab, sdpa):
        super().__init__()
        self.method, self.n = method, n
        self.embed = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, n + 1, dim) * 0.02)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.blocks = nn.Sequential(*[Block(dim, heads, sdpa) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        if method == "splitmask":
            self.dec_pos = nn.Parameter(torch.randn(1, n, dim) * 0.02)
            self.decoder = nn.Sequential(*[Block(dim, heads, sdpa) for _ in range(2)])
            self.dec_norm = nn.LayerNorm(dim, eps=1e-6)
        self.head = nn.Linear(dim, vocab)

    def forward(self, images, tokens, index):
        x = self.embed(images).flatten(2).transpose(1, 2)
        b, n, d = x.shape
        rows = lambda t, i: t.gather(1, i.unsqueeze(-1).expand(-1, -1, t.shape[-1]))
        if self.method == "beit":
            k = index.shape[1]
            masked = torch.zeros(b, n, 1, dtype=torch.bool).scatter_(1, index.unsqueeze(-1), True)
            x = torch.where(masked, self.mask_token, x)
            x = torch.cat([self.cls.expand(b, -1, -1), x], 1) + self.pos
            x = self.norm(self.blocks(x))[:, 1:]
            return F.cross_entropy(self.head(rows(x, index)).flatten(0, 1), tokens.gather(1, index).flatten())
        x = x + self.pos[:, 1:]
        h = n // 2  # of an odd number of patches, one is left out
        a, c = index[:, :h], index[:, h : 2 * h]
        seen, missing = torch.cat([a, c]), torch.cat([c, a])
        x = rows(torch.cat([x, x]), seen)
        x = torch.cat([(self.cls + self.pos[:, :1]).expand(2 * b, -1, -1), x], 1)
        x = self.norm(self.blocks(x))
        hole = self.mask_token + rows(self.dec_pos.expand(2 * b, -1, -1), missing)
        x = self.dec_norm(self.decoder(torch.cat([x, hole], 1)))[:, 1:]
        logits = self.head(x[:, h:]).flatten(0, 1)
        mim = F.cross_entropy(logits, torch.cat([tokens, tokens]).gather(1, missing).flatten())
        z = F.normalize(x.mean(1), dim=-1)
        sim = z[:b] @ z[b:].T / 0.2
        target = torch.arange(b, device=images.device)
        return mim + (F.cross_entropy(sim, target) + F.cross_entropy(sim.T, target)) / 2


class DinoNetwork(nn.Module):
    """Backbone and projection head, for crops of any size."""

    def __init__(self, dim, depth, heads, n, patch, sdpa):
        super().__init__()
        self.embed = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, n + 1, dim) * 0.02)
        self.blocks = nn.Sequential(*[Block(dim, heads, sdpa) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.head = nn.Sequential(nn.Linear(dim, 2048), nn.GELU(), nn.Linear(2048, 2048), nn.GELU(), nn.Linear(2048, 256))
        self.last = nn.Parameter(torch.randn(DINO_OUTPUTS, 256) * 0.02)

    def positions(self, side):
        whole = int((self.pos.shape[1] - 1) ** 0.5)
        if side == whole:
            return self.pos
        grid = self.pos[:, 1:].reshape(1, whole, whole, -1).permute(0, 3, 1, 2)
        grid = F.interpolate(grid, size=(side, side), mode="bicubic", align_corners=False)
        return torch.cat([self.pos[:, :1], grid.flatten(2).transpose(1, 2)], 1)

    def features(self, images):
        x = self.embed(images)
        side = x.shape[-1]
        x = x.flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(len(x), -1, -1), x], 1) + self.positions(side)
        return self.norm(self.blocks(x))[:, 0]

    def forward(self, groups):
        z = F.normalize(self.head(torch.cat([self.features(images) for images in groups])), dim=-1)
        return z @ F.normalize(self.last, dim=-1).T


class Dino(nn.Module):
    """Two global crops and eight local ones, their groups joined as the published code does."""

    def __init__(self, dim, depth, heads, n, patch, sdpa):
        super().__init__()
        self.student = DinoNetwork(dim, depth, heads, n, patch, sdpa)
        self.teacher = copy.deepcopy(self.student).requires_grad_(False)
        self.register_buffer("centre", torch.zeros(1, DINO_OUTPUTS))

    def forward(self, globals_, locals_):
        with torch.no_grad():
            taught = self.teacher([globals_])
            target = F.softmax((taught - self.centre) / 0.04, dim=-1).chunk(2)
        logs = F.log_softmax(self.student([globals_, locals_]) / 0.1, dim=-1).chunk(10)
        pairs = [(t, s) for i, t in enumerate(target) for j, s in enumerate(logs) if i != j]
        loss = sum(-(t * s).sum(-1).mean() for t, s in pairs) / len(pairs)
        self.centre.mul_(0.9).add_(taught.mean(0, keepdim=True), alpha=0.1)
        return loss

    @torch.no_grad()
    def after_step(self):
        torch._foreach_lerp_(list(self.teacher.parameters()), list(self.student.parameters()), 0.004)


def mim_data(a, n):
    """Images, visual words, and the patches that are masked (beit) or the order that is halved (splitmask)."""
    images = torch.randn(a.batch, 3, a.image, a.image)
    tokens = torch.randint(a.vocab, (a.batch, n))
    index = torch.stack([torch.randperm(n) for _ in range(a.batch)])
    return images, tokens, index[:, : int(0.4 * n)] if a.method == "beit" else index


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--method", choices=["splitmask", "beit", "dino"], default="splitmask")
    p.add_argument("--model", choices=SIZES, default="vit_small")
    p.add_argument("--image", type=int, default=224)
    p.add_argument("--patch", type=int, default=16)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--vocab", type=int, default=8192)
    p.add_argument("--steps", type=int, default=10)
    p.add_argument("--warmup", type=int, default=3)
    p.add_argument("--warmup-seconds", type=float, default=0)
    p.add_argument("--threads", type=int, default=0)
    p.add_argument("--device", default="cpu")
    p.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    p.add_argument("--compile", action="store_true")
    p.add_argument("--no-sdpa", action="store_true")
    a = p.parse_args()
    if a.threads:
        torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    dim, depth, heads = SIZES[a.model]
    n = (a.image // a.patch) ** 2
    dino = a.method == "dino"
    net = (Dino(dim, depth, heads, n, a.patch, not a.no_sdpa) if dino
           else Pretrainer(a.method, dim, depth, heads, n, a.patch, a.vocab, not a.no_sdpa)).to(a.device)
    step_net = torch.compile(net) if a.compile else net
    opt = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=1e-3, weight_decay=0.05, fused=True)
    if dino:
        local = max(1, round(96 / 224 * a.image / a.patch)) * a.patch
        data = torch.randn(2 * a.batch, 3, a.image, a.image), torch.randn(8 * a.batch, 3, local, local)
    else:
        data = mim_data(a, n)
    times = []
    done = 0
    begin = time.perf_counter()
    while len(times) < a.steps:
        t = time.perf_counter()
        warm = done >= a.warmup and t - begin >= a.warmup_seconds
        with torch.autocast(a.device.split(":")[0], torch.bfloat16, enabled=a.precision == "bf16"):
            loss = step_net(*(part.to(a.device) for part in data))
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        if dino:
            net.after_step()
        last = loss.item()
        done += 1
        if warm:
            times.append(time.perf_counter() - t)
    times.sort()
    print(json.dumps({
        "engine": f"pytorch-{torch.__version__}" + ("-compile" if a.compile else ""), "method": a.method, "model": a.model,
        "image": a.image, "patch": a.patch, "batch": a.batch, "vocab": a.vocab, "threads": torch.get_num_threads(),
        "device": a.device, "precision": a.precision,
        "images_per_s_median": round(a.batch / times[len(times) // 2], 3), "images_per_s_best": round(a.batch / times[0], 3),
        "step_ms_median": round(1e3 * times[len(times) // 2], 2), "step_ms_best": round(1e3 * times[0], 2),
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "loss": round(last, 4)}))


if __name__ == "__main__":
    main()
