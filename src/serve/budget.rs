//! How much time for queries each client address has left.

use super::Peer;
use rustc_hash::FxHashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Over how long a budget is refilled.
const REFILL: Duration = Duration::from_secs(60);

/// As many addresses are remembered; beyond, those who have paid off their debt are forgotten.
const REMEMBERED: usize = 10_000;

/// What each address owes: it grows with each query by the time that took and shrinks steadily, by a whole budget within
/// a minute.
#[derive(Clone)]
pub struct Budgets {
    budget: Duration,
    debts: Arc<Mutex<FxHashMap<IpAddr, (Duration, Instant)>>>,
}

impl Budgets {
    /// Budgets of so many seconds; with 0 everybody may ask on and on.
    pub fn new(seconds: u64) -> Self {
        Self { budget: Duration::from_secs(seconds), debts: Arc::default() }
    }

    /// In how many seconds this client may ask again, if not now.
    pub fn exhausted(&self, peer: Peer) -> Option<u64> {
        if self.budget.is_zero() {
            return None;
        }
        let debts = self.debts.lock().unwrap_or_else(PoisonError::into_inner);
        let (debt, since) = *debts.get(&network(peer))?;
        let over = self.left(debt, since).checked_sub(self.budget)?;
        Some(over.mul_f64(REFILL.as_secs_f64() / self.budget.as_secs_f64()).as_secs() + 1)
    }

    /// Notes that a query of this client has taken so long.
    pub fn charge(&self, peer: Peer, time: Duration) {
        if self.budget.is_zero() {
            return;
        }
        let mut debts = self.debts.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if debts.len() >= REMEMBERED {
            debts.retain(|_, (debt, since)| !self.left(*debt, *since).is_zero());
        }
        let (debt, since) = debts.entry(network(peer)).or_insert((Duration::ZERO, now));
        *debt = self.left(*debt, *since) + time;
        *since = now;
    }

    fn left(&self, debt: Duration, since: Instant) -> Duration {
        let paid = since.elapsed().mul_f64(self.budget.as_secs_f64() / REFILL.as_secs_f64());
        debt.saturating_sub(paid)
    }
}

/// Whoever has one address of IPv6 has the 2⁶⁴ of its network.
fn network(Peer(peer): Peer) -> IpAddr {
    match peer.ip().to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_holds_to_the_one() {
        let budgets = Budgets::new(60);
        let peer = |address: &str| Peer(format!("{address}:1").parse().unwrap());
        let one = peer("192.0.2.1");
        budgets.charge(one, Duration::from_secs(59));
        assert_eq!(budgets.exhausted(one), None, "a second is left");
        // What is paid off while this test runs is less than a tenth of a second, or the machine stands still.
        budgets.charge(one, Duration::from_millis(900));
        assert_eq!(budgets.exhausted(one), None, "a tenth is left");
        budgets.charge(one, Duration::from_millis(1100));
        assert_eq!(budgets.exhausted(one), Some(1), "a second over");
        budgets.charge(one, Duration::from_secs(60));
        assert!(budgets.exhausted(one).is_some_and(|seconds| (59..=61).contains(&seconds)), "a minute more");
        assert_eq!(budgets.exhausted(peer("192.0.2.2")), None, "another address");
        // A network of IPv6 is one client, and an IPv4 address written as IPv6 is that address.
        budgets.charge(peer("[2001:db8::1]"), Duration::from_secs(99));
        assert!(budgets.exhausted(peer("[2001:db8::2]")).is_some());
        assert!(budgets.exhausted(peer("[2001:db8:0:1::1]")).is_none());
        assert!(budgets.exhausted(peer("[::ffff:192.0.2.1]")).is_some());
    }

    #[test]
    fn whoever_asked_long_ago_is_forgotten() {
        let budgets = Budgets::new(60);
        for number in 0..2 * u32::try_from(REMEMBERED).unwrap() {
            budgets.charge(Peer((std::net::Ipv4Addr::from(number), 1).into()), Duration::ZERO);
        }
        assert!(budgets.debts.lock().unwrap().len() <= REMEMBERED);
    }
}
