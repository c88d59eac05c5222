namespace PerfGate.Tasks;
